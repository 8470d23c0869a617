import Testing

@testable import Stochastic

/// Controls of runs that are made of several.
@Suite struct RunControlTests {
  @Test func partsStopWithTheWhole() {
    let whole = RunControl()
    let early = whole.part()
    let nested = early.part()
    let other = RunControl()
    #expect(!early.isCancelled && !nested.isCancelled)
    whole.cancel()
    #expect(whole.isCancelled && early.isCancelled && nested.isCancelled)
    #expect(whole.part().isCancelled)
    #expect(!other.isCancelled)
  }

  @Test func aPartStopsAlone() {
    let whole = RunControl()
    let (one, two) = (whole.part(), whole.part())
    one.cancel()
    #expect(one.isCancelled && !two.isCancelled && !whole.isCancelled)
  }

  @Test func theStepsOfPartsAreCountedByWeight() {
    let whole = RunControl()
    whole.start(total: 1000)
    let (light, heavy) = (whole.part(), whole.part(weight: 9))
    heavy.start(total: 100)
    light.advance(50)
    heavy.advance(50)
    #expect(whole.fraction == 0.5)
    #expect(heavy.fraction == 0.5)
    // a run that begins says how long itself is, not how long the whole is
    light.start(total: 10, before: 5)
    #expect(light.fraction == 0.5 && whole.fraction == 0.5)
  }

  /// An ensemble run on a part advances the whole by its block-steps.
  @Test func ensemblesOnParts() throws {
    let whole = RunControl()
    whole.start(total: 2 * 7 * 30)
    let ensemble = try Ensemble(
      potential: DoubleWell(), learningRate: 0.1, initial: .point([0.2]), times: [3],
      curves: [Curve("flow", .gradientFlow(stepSize: 0.1))], paths: 16, seed: 1, threads: 1)
    _ = try ensemble.run(control: whole.part(weight: 7))
    #expect(whole.fraction == 0.5)
    whole.cancel()
    #expect(try !ensemble.run(control: whole.part(weight: 7)).isFinished)
  }

  @Test func partsAreNotKeptAlive() {
    let whole = RunControl()
    weak var released: RunControl?
    do {
      let part = whole.part()
      released = part
      #expect(released != nil)
    }
    #expect(released == nil)
  }
}
