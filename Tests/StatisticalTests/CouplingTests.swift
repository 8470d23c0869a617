import Foundation
import Stochastic
import Testing

/// Curves of one run share the Brownian path, so that differences between them are sharp, and still right.
@Suite(.serialized) struct CouplingTests {
  /// Noisy gradient descent at s = 0.2 against the SDE at dt = 0.01 on P3: the standard error of the gap is
  /// 14 to 22 times smaller than that of independent runs, which would need 200 to 500 times the paths. Gate:
  /// 8 times.
  @Test func gapIsSharp() throws {
    let potential = try Reference.problem("P3").potential(regularization: 0.08)
    let state = try simulate(
      potential, learningRate: 0.2, initial: .point([1, 0.5]), times: [1, 2, 4],
      curves: [.sde(stepSize: 0.01), .noisyGradientDescent], paths: 50_000, seed: 5000)
    for time in 0..<3 {
      let (sde, descent) = (state.mean(curve: 0, time: time), state.mean(curve: 1, time: time))
      let independent = hypot(sde.standardError, descent.standardError)
      let factor = independent / state.moments(pair: 0, time: time).estimate.standardError
      #expect(factor > 8, "factor \(factor)")
    }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let problem: Reference.Problem
    let setting: Reference.Case
    let descent: Reference.Chain
    let fine: Reference.Chain
    let seed: UInt64

    /// Times at which both chains have reference digits: the exact E L_fine − E L_descent and its error.
    var gaps: [(time: Double, difference: Double, error: Double)] {
      descent.steps.enumerated().compactMap { place, k in
        let time = Double(k) * descent.stepSize
        guard let other = fine.steps.firstIndex(where: { abs(Double($0) * fine.stepSize - time) < 1e-9 })
        else { return nil }
        let (coarse, sharp) = (descent.mean[place], fine.mean[other])
        return (time, sharp.value - coarse.value, sharp.error + coarse.error)
      }
    }
    var testDescription: String {
      "\(problem.id), lambda \(setting.regularization), s \(setting.learningRate), dt \(fine.stepSize), "
        + "\(fine.start)"
    }
  }

  static let pairs: [Pair] = {
    var pairs: [Pair] = []
    for answers in Reference.answers {
      for setting in answers.cases {
        let chains = setting.chain ?? []
        for descent in chains where descent.stepSize == setting.learningRate {
          for fine in chains where fine.stepSize < setting.learningRate && fine.start == descent.start {
            pairs.append(
              Pair(
                problem: Reference.problem(answers.id), setting: setting, descent: descent, fine: fine,
                seed: 5100 + UInt64(pairs.count)))
          }
        }
      }
    }
    return pairs.filter { !$0.gaps.isEmpty }
  }()

  @Test func coversEveryProblemWithChains() {
    #expect(Set(Self.pairs.map(\.problem.id)) == ["P1", "P6_D1", "P6_D5", "P7a"])
  }

  /// The paired difference of two chains against the difference of their exact means.
  /// Gate: 4.5 standard errors of the paired difference, not of the means.
  @Test(arguments: pairs) func gapIsRight(_ pair: Pair) throws {
    let state = try simulate(
      pair.problem.potential(regularization: pair.setting.regularization),
      learningRate: pair.setting.learningRate, initial: pair.descent.start.law, times: pair.gaps.map(\.time),
      curves: [.sde(stepSize: pair.fine.stepSize), .noisyGradientDescent], paths: 100_000, seed: pair.seed)
    for (time, gap) in pair.gaps.enumerated() {
      expect(
        state.moments(pair: 0, time: time).estimate, near: gap.difference, allowing: gap.error,
        "gap at t = \(gap.time)")
    }
  }

  /// E L(noisy gradient descent at T) − E L(SDE at T) = C s + O(s²): the slope in log s is 1 ± 0.15.
  ///
  /// s is the noise level too, on which C depends: paths start far out, where the drift makes most of C.
  /// (From near the minimum C changes its sign, and no slope could be told.) The SDE is stepped at dt = s/32,
  /// whose own error takes the same fraction off C at every s. 4.5 standard errors of the slope stay below
  /// 0.05.
  @Test func weakErrorHalvesWithLearningRate() throws {
    let potential = try Reference.problem("P7a").potential(regularization: 0.2)
    let rates = [0.2, 0.1, 0.05, 0.025]
    let errors = try rates.enumerated().map { place, rate in
      let state = try simulate(
        potential, learningRate: rate, initial: .point([-3]), times: [1],
        curves: [.noisyGradientDescent, .sde(stepSize: rate / 32)], paths: 40_000, seed: 5500 + UInt64(place))
      return state.moments(pair: 0, time: 0).estimate
    }
    let slope = Self.slope(of: errors, against: rates)
    #expect(gate * slope.standardError < 0.05, "slope known to \(slope.standardError)")
    #expect(abs(slope.value - 1) <= 0.15, "slope \(slope.value)")
  }

  /// Least squares of log|error| against log s, with the standard error the errors' own ones propagate to.
  private static func slope(of errors: [Estimate], against rates: [Double]) -> Estimate {
    let x = rates.map { log($0) }
    let centre = x.reduce(0, +) / Double(x.count)
    let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    var (slope, variance) = (0.0, 0.0)
    for (x, error) in zip(x, errors) {
      let weight = (x - centre) / spread
      slope += weight * log(abs(error.value))
      variance += weight * weight * pow(error.standardError / error.value, 2)
    }
    return Estimate(value: slope, standardError: variance.squareRoot())
  }
}
