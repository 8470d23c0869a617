import Dispatch
import Stochastic
import Synchronization
import Testing

@testable import Gibbs

@Suite struct StoppedSearchTests {
  /// Thousands of weights: one local search takes longer than anyone waits after Ctrl-C.
  @Test func aLongLocalSearchStopsInTheMiddle() throws {
    let data = DataSet.sine(samples: 100, dimension: 20, noise: 0.5, seed: 4)
    let net = try RegularizedRisk(
      activation: HyperbolicTangent(), outer: DataSet.normalVector(count: 100, norm: 1, seed: 2),
      inputs: data.inputs, labels: data.labels, regularization: 0.1)
    let control = RunControl()
    let clock = ContinuousClock()
    let stop = Mutex(clock.now)
    // a queue of its own: with every core busy the shared ones may never get to it
    DispatchQueue(label: "stop").asyncAfter(deadline: .now() + 0.4) {
      stop.withLock { $0 = clock.now }
      control.cancel()
    }
    #expect(throws: CancellationError.self) { try MinimumSearch().search(net, control: control) }
    #expect(stop.withLock { $0 }.duration(to: clock.now) < .seconds(5))
  }

  @Test func workIsAbandonedOnAStop() throws {
    let control = RunControl()
    let isHeld = DispatchSemaphore(value: 0)
    defer { isHeld.signal() }
    DispatchQueue(label: "stop").asyncAfter(deadline: .now() + 0.05) { control.cancel() }
    #expect(throws: CancellationError.self) { try abandoningOnStop(control) { isHeld.wait() } }
    #expect(try abandoningOnStop(RunControl()) { 7 } == 7)
    #expect(throws: ProblemError.self) {
      try abandoningOnStop(RunControl()) { throw ProblemError("no") }
    }
  }

  /// Two equal units: a pair of minima that are one up to their order, and the report says so.
  @Test func permutedMinimaAreCountedByValue() throws {
    let net = try RegularizedRisk(
      activation: HyperbolicTangent(), outer: [1, 1], inputs: [[1], [2]], labels: [1, -1],
      regularization: 0.002)
    let report = try MinimumSearch().search(net)
    let values = report.localMinima.map(\.value)
    #expect(values.count > 1 && values[1] - values[0] < 1e-12)
    #expect(report.statement.contains("distinct value"))
    #expect(
      !(try MinimumSearch().search(Quadratic(dimension: 2, regularization: 1))).statement.contains(
        "value of L"))
  }
}
