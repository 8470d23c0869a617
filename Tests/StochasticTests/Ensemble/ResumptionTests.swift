import Synchronization
import Testing

@testable import Stochastic

/// A potential that cancels its run at its n-th gradient: in the middle of a block, on whatever thread that is.
private struct CancellingPotential: Potential {
  final class Trigger: Sendable {
    let control = RunControl()
    private let remaining: Atomic<Int>

    init(after gradients: Int) { remaining = Atomic(gradients) }

    func count() {
      if remaining.wrappingSubtract(1, ordering: .relaxed).newValue == 0 { control.cancel() }
    }
  }

  let well = DoubleWell()
  let trigger: Trigger?
  var dimension: Int { 1 }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { well.value(at: w, scratch: scratch) }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    trigger?.count()
    well.gradient(at: w, into: gradient, scratch: scratch)
  }
}

@Suite struct ResumptionTests {
  private func ensemble(_ trigger: CancellingPotential.Trigger?, threads: Int) throws -> Ensemble<
    CancellingPotential
  > {
    try Ensemble(
      potential: CancellingPotential(trigger: trigger), learningRate: 0.3, initial: .point([0.2]),
      times: [1, 2],
      curves: [Curve("sde", .sde(stepSize: 0.1)), Curve("flow", .gradientFlow(stepSize: 0.1))], paths: 500,
      seed: 3, threads: threads)
  }

  /// A path needs 20 + 80 gradients a block of 16: cancelled in its first block, later, and in its last one.
  @Test(arguments: [1, 57, 1234, 2900], [1, 2, 3]) func cancelledInABlock(gradients: Int, threads: Int) throws
  {
    let whole = RunResult(try ensemble(nil, threads: 1).run())
    let trigger = CancellingPotential.Trigger(after: gradients)
    let state = try ensemble(trigger, threads: threads).run(control: trigger.control)
    #expect(!state.isFinished)
    #expect(state.foldedPaths < 500)
    #expect(trigger.control.fraction < 1)
    let resumed = try ensemble(nil, threads: threads).run(resuming: state)
    #expect(resumed.isFinished)
    #expect(RunResult(resumed) == whole)
  }

  /// What is there of a cancelled run is the beginning of the whole one.
  @Test func cancelledRunsAreBeginnings() throws {
    let whole = try ensemble(nil, threads: 1).run()
    let trigger = CancellingPotential.Trigger(after: 1500)
    let state = try ensemble(trigger, threads: 2).run(control: trigger.control)
    let folded = state.foldedPaths
    #expect(folded > 0)
    for (losses, all) in zip(state.pathLosses, whole.pathLosses) {
      #expect(Array(losses[..<folded]) == Array(all[..<folded]))
      #expect(losses[folded...].allSatisfy { $0.isNaN })
    }
    #expect(state.moments(curve: 0, time: 0).count == Double(folded))
  }

  /// Cancelled at every checkpoint, saved as numbers and restored from them, over and over.
  @Test(arguments: [1, 2, 5]) func cancelledAtCheckpoints(threads: Int) throws {
    let whole = RunResult(try EnsembleFixture.ensemble(paths: 200).run())
    var state: EnsembleState?
    var rounds = 0
    repeat {
      let control = RunControl()
      let ensemble = try EnsembleFixture.ensemble(paths: 200, threads: threads)
      let finished = try ensemble.run(resuming: state, control: control) { _ in control.cancel() }
      state = .restored(
        from: finished.numbers, curves: EnsembleFixture.curves, times: EnsembleFixture.times, paths: 200)
      try #require(state != nil)
      rounds += 1
    } while state?.isFinished == false && rounds < 100
    #expect(rounds == (13 + threads - 1) / threads)
    #expect(RunResult(try #require(state)) == whole)
  }

  @Test func numbersOfAnotherRunAreRefused() throws {
    let state = try EnsembleFixture.ensemble(paths: 20).run()
    let curves = EnsembleFixture.curves
    func restored(_ numbers: [Double], _ curves: [Curve], _ times: [Double], _ paths: Int) -> EnsembleState? {
      .restored(from: numbers, curves: curves, times: times, paths: paths)
    }
    #expect(restored(state.numbers, curves, EnsembleFixture.times, 20) != nil)
    #expect(restored(state.numbers, Array(curves.dropLast()), EnsembleFixture.times, 20) == nil)
    #expect(restored(state.numbers, curves, [0, 1], 20) == nil)
    #expect(restored(state.numbers, curves, EnsembleFixture.times, 19) == nil)
    #expect(restored([7] + state.numbers.dropFirst(), curves, EnsembleFixture.times, 20) == nil)
    #expect(restored([], curves, EnsembleFixture.times, 20) == nil)
  }

  @Test func progress() throws {
    let control = RunControl()
    var fractions: [Double] = []
    _ = try EnsembleFixture.ensemble(paths: 100, threads: 2).run(control: control) { _ in
      fractions.append(control.fraction)
    }
    #expect(control.fraction == 1)
    #expect(fractions.last == 1)
    #expect(fractions == fractions.sorted())
  }
}
