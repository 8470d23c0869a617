import Foundation
import Stochastic
import Testing

@testable import Experiments

/// `compare --epsilon`, stopped at many places and gone on with.
@Suite struct AccurateResumptionTests {
  private func comparison(_ epsilon: Double = 0.01) throws -> AccurateComparison {
    let experiment = try parsedInput(
      """
      problem: {kind: quadratic, dimension: 3, regularization: 1.5}
      learningRate: 0.1
      horizon: 2
      times: [0.5, 2]
      initial: {kind: gaussian, mean: [1, 0, -1], standardDeviation: 0.5}
      dynamics: [{kind: sde}, {kind: noisy-gd}, {kind: gradient-flow}]
      """)
    return try AccurateComparison(experiment, file: "bowl.yaml", epsilon: epsilon, threads: 2)
  }

  @Test func stoppedAnywhere() throws {
    let whole = try comparison().run(file: nil, started: Date())
    for stride in [1, 2, 5] {
      var checkpoint: Checkpoint?
      var result: CompareResult?
      var stops = 0
      while result == nil {
        let control = RunControl()
        var offers = 0
        do {
          result = try comparison().run(
            file: nil, resuming: checkpoint, control: control, started: Date(),
            save: { _ in
              offers += 1
              if offers == stride { control.cancel() }
            })
        } catch let stopped as InterruptedComparison {
          stops += 1
          checkpoint = Checkpoint(data: stopped.checkpoint.data)
        }
        try #require(stops < 2000)
      }
      #expect(stops >= 3, "\(stops)")
      for (first, second) in zip(whole.curves, try #require(result).curves) {
        #expect(first.mean == second.mean && first.standardError == second.standardError, "\(first.name)")
        #expect(first.quantiles.map(\.values) == second.quantiles.map(\.values), "\(first.name)")
        #expect(first.accuracy?.paths == second.accuracy?.paths, "\(first.name)")
      }
    }
  }

  @Test func checkpointsOfOthersAreRefused() throws {
    let control = RunControl()
    control.cancel()
    let stopped = #expect(throws: InterruptedComparison.self) {
      try comparison().run(file: nil, control: control, started: Date())
    }
    let checkpoint = try #require(stopped).checkpoint
    #expect(throws: CheckpointMismatch.self) {
      try comparison(0.02).run(file: nil, resuming: checkpoint, started: Date())
    }
    for count in [0, 1, checkpoint.numbers.count - 1] {
      let wrong = Checkpoint(
        identity: checkpoint.identity, numbers: Array(checkpoint.numbers.prefix(count)))
      #expect(throws: CheckpointMismatch.self) {
        try comparison().run(file: nil, resuming: wrong, started: Date())
      }
    }
  }
}
