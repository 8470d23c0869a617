import Stochastic
import Testing

/// Multilevel Monte Carlo against the mean loss of the SDE: an answer is right if it is within ε at all times.
///
/// Each answer is wrong with a probability of 1 % at the most. Gate: so many wrong ones that a right program has them, or
/// more, with a probability of at most 10⁻³ (binomial law).
@Suite(.serialized) struct ReferenceMultilevelTests {
  private func answer(_ run: ReferenceSDETests.Run, epsilon: Double, seed: UInt64) throws -> MultilevelResult
  {
    func estimate(_ potential: some Potential) throws -> MultilevelResult {
      try MultilevelEstimator(
        potential: potential, learningRate: run.setting.learningRate, initial: run.truth.start.law,
        times: run.truth.times, epsilon: epsilon, seed: seed
      ).run()
    }
    return try estimate(run.problem.potential(regularization: run.setting.regularization))
  }

  private func isRight(_ answer: MultilevelResult, _ run: ReferenceSDETests.Run) -> Bool {
    run.truth.mean.enumerated().allSatisfy { time, truth in
      abs(answer.estimate(time: time).value - truth.value) <= answer.budget.epsilon + truth.error
    }
  }

  /// 58 answers to 1 % of the largest mean: P(Bin(58, 0.01) > 4) = 3e-4.
  @Test func everyProblem() throws {
    var wrong: [String] = []
    for (place, run) in ReferenceSDETests.runs.enumerated() {
      let epsilon = 0.01 * (run.truth.mean.map(\.value).max() ?? 1)
      let answer = try answer(run, epsilon: epsilon, seed: 7000 + UInt64(place))
      #expect(answer.isReached, "\(run.testDescription)")
      #expect(answer.telescoping.allSatisfy { $0.standardErrors < gate }, "\(run.testDescription)")
      if !isRight(answer, run) { wrong.append(run.testDescription) }
    }
    #expect(wrong.count <= 4, "\(wrong)")
  }

  /// Twenty seeds of a net, of a net with two wells, and of the double well: P(Bin(20, 0.01) > 3) = 4e-5.
  @Test(arguments: ["P1", "P3", "P2c"]) func coverage(problem: String) throws {
    let run = try #require(ReferenceSDETests.runs.first { $0.problem.id == problem })
    let epsilon = 0.003 * (run.truth.mean.map(\.value).max() ?? 1)
    let wrong = try (1...20).count { try !isRight(answer(run, epsilon: epsilon, seed: UInt64($0)), run) }
    #expect(wrong <= 3)
  }
}
