import CAllocationCounter
import Testing

@testable import Stochastic

/// Other potentials recorded along the paths of an ensemble.
@Suite struct RecordingTests {
  /// Another risk of the same dimension: other data, no regulariser.
  private static let other = ReferenceRisk(
    .sigmoid, beta: 1, width: 2, inputDimension: 2, samples: 11, regularization: 0)

  private func ensemble(
    _ recording: [any Potential], paths: Int = 40, threads: Int = 1, curves: [Curve] = EnsembleFixture.curves
  ) throws -> Ensemble<RegularizedRisk<Sigmoid>> {
    try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: 0.1,
      initial: .gaussian(mean: [0.1, -0.2, 0.3, 0], standardDeviation: 0.5), times: EnsembleFixture.times,
      curves: curves, recording: recording, paths: paths, seed: 1, threads: threads)
  }

  /// The paths and their own losses do not know what else is recorded.
  @Test func recordingChangesNothing() throws {
    let plain = RunResult(try EnsembleFixture.ensemble(paths: 40).run())
    let recorded = try ensemble([Self.other.risk(Sigmoid())], threads: 2).run()
    let all = RunResult(recorded)
    #expect(all.moments == plain.moments)
    #expect(all.differences == plain.differences)
    #expect(all.divergences == plain.divergences)
    #expect(Array(all.retained.prefix(plain.retained.count)) == plain.retained)
  }

  /// Recorded beside itself a potential gives the same losses on every dynamics, to the bit.
  @Test func aPotentialBesideItself() throws {
    let other = try Self.other.risk(Sigmoid())
    let state = try ensemble([other, EnsembleFixture.risk()], threads: 2).run()
    #expect(state.recordedCount == 2)
    for curve in EnsembleFixture.curves.indices {
      for time in EnsembleFixture.times.indices {
        let own = state.losses(curve: curve, time: time)
        #expect(own == state.retained.losses(recorded: 1, curve: curve, time: time))
        #expect(own != state.retained.losses(recorded: 0, curve: curve, time: time))
        #expect(
          state.moments(recorded: 1, curve: curve, time: time) == state.moments(curve: curve, time: time))
        let (mean, squares) = twoPass(state.retained.losses(recorded: 0, curve: curve, time: time))
        let moments = state.moments(recorded: 0, curve: curve, time: time)
        #expect(moments.count == 40)
        #expect((moments.mean / mean - 1).magnitude < 1e-12)
        #expect((moments.squaredDeviation / squares - 1).magnitude < 1e-9)
      }
    }
  }

  /// SGD written down here, path by path with the batches the sampler draws: the recorded loss is the other
  /// potential's definition at its weights.
  @Test(arguments: Sampling.allCases) func recordedLossesAreTheDefinition(sampling: Sampling) throws {
    let (rate, batch, steps) = (0.1, 3, 10)
    let state = try ensemble(
      [Self.other.risk(Sigmoid())], paths: 16, curves: [Curve("sgd", .sgd(batch: batch, sampling: sampling))]
    ).run()
    let settings = EnsembleSettings(
      learningRate: rate, initial: .point([]), times: [1], seed: 1, generator: .philox)
    var sampler = try BatchSampler(
      settings, samples: EnsembleFixture.reference.sampleCount, batch: batch, sampling: sampling)
    sampler.begin(firstPath: 0)
    let storage = LaneStorage(count: 4)
    StreamKey(seed: 1, purpose: .initialWeights).fillNormals(storage.vector, firstPath: 0, step: 0)
    var weights = (0..<16).map { lane in
      [0.1, -0.2, 0.3, 0].enumerated().map { $1 + 0.5 * storage.vector[$0][lane] }
    }
    for step in 0..<steps {
      let drawn = sampler.draw(step: UInt64(step))
      for lane in 0..<16 {
        let samples = (0..<batch).map { Int(drawn[$0][lane]) }
        let gradient = EnsembleFixture.reference.gradient(weights[lane], batch: samples)
        weights[lane] = zip(weights[lane], gradient).map { $0 - rate * $1 }
      }
    }
    let recorded = state.retained.losses(recorded: 0, curve: 0, time: EnsembleFixture.times.count - 1)
    for lane in 0..<16 {
      let expected = Self.other.value(weights[lane])
      #expect((recorded[lane] / expected - 1).magnitude < 1e-12)
    }
  }

  /// A checkpoint keeps what was recorded, and is not taken for one of an ensemble that records something else.
  @Test func checkpoints() throws {
    let recording = [try Self.other.risk(Sigmoid())]
    let state = try ensemble(recording).run()
    func restored(_ recorded: Int) -> EnsembleState? {
      .restored(
        from: state.numbers, curves: EnsembleFixture.curves, times: EnsembleFixture.times, paths: 40,
        recorded: recorded)
    }
    let again = try #require(restored(1))
    for time in EnsembleFixture.times.indices {
      #expect(
        again.moments(recorded: 0, curve: 2, time: time) == state.moments(recorded: 0, curve: 2, time: time))
    }
    #expect(RunResult(again) == RunResult(state))
    #expect(restored(0) == nil && restored(2) == nil)
    #expect(throws: ProblemError.self) { try ensemble([]).run(resuming: state) }
  }

  /// A recorded loss that is no number takes its path out, and is reported.
  @Test func divergenceOfARecordedLoss() throws {
    struct Overflow: Potential {
      let dimension = 4
      func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
        w[0].replacing(with: .infinity, where: w[0] .< 0)
      }
      func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) { gradient.fill(.zero) }
    }
    let state = try ensemble([Overflow()]).run()
    let lost = state.divergences[0].count
    #expect(lost > 5 && lost < 35)
    #expect(state.moments(curve: 0, time: 0).count == Double(40 - lost))
    #expect(state.moments(recorded: 0, curve: 0, time: 0).count == Double(40 - lost))
    #expect(state.moments(recorded: 0, curve: 0, time: 0).minimum >= 0)
  }

  @Test func anotherDimensionIsRefused() throws {
    #expect(throws: ProblemError("recorded potential 1 has 1 weights; expected 4")) {
      _ = try ensemble([EnsembleFixture.risk(), DoubleWell()])
    }
  }

  /// Recording allocates nothing either: three times or thirty, with more scratch than the potential's own.
  @Test(.enabled(if: allocation_counter_works())) func recordingAllocatesNothing() throws {
    struct Thirsty: Potential {
      let dimension = 4
      let scratchCount = 1000
      func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
        scratch.fill(w[0])
        return scratch[999]
      }
      func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) { gradient.fill(.zero) }
    }
    func allocations(_ steps: Int) throws -> UInt64 {
      let ensemble = try Ensemble(
        potential: EnsembleFixture.risk(), learningRate: 0.1, initial: .point([0, 1, 2, 3]),
        times: [0.1 * Double(steps)], curves: EnsembleFixture.curves,
        recording: [Thirsty(), Self.other.risk(Sigmoid())], paths: 16, seed: 1, threads: 1)
      let before = allocation_count_of_this_thread()
      let state = try ensemble.run()
      let after = allocation_count_of_this_thread()
      #expect(state.moments(recorded: 0, curve: 0, time: 0).count == 16)
      return after - before
    }
    _ = try allocations(1)
    #expect(try allocations(3) == allocations(30))
  }
}
