import Foundation
import Testing

@testable import Experiments
@testable import Stochastic

/// Figures 3 to 6: what is averaged over what, and the words against the numbers.
@Suite struct ReproduceNoisyLabelTests {
  private static func settings(_ number: Int, dataSets: Int, runs: Int = 2) -> NoisyLabelSettings {
    var settings = NoisyLabelSettings(
      figure: NoisyLabelFigure.all[number - 3], dataSets: dataSets, samples: 20)
    settings.testSamples = 7
    settings.dimension = 3
    settings.runs = runs
    settings.batch = 4
    settings.steps = 6
    settings.every = 3
    return settings
  }

  /// Losses at three recorded steps of two runs, from a loss at the end for each variant and data set.
  private func measurement(
    _ number: Int = 3, dataSets: Int = 10, test: (_ set: Int, _ variant: Int, _ run: Int) -> Double,
    training: (_ set: Int, _ variant: Int) -> Double = { Double($1) }
  ) -> NoisyLabelMeasurement {
    let settings = Self.settings(number, dataSets: dataSets)
    return NoisyLabelMeasurement(
      settings: settings,
      losses: (0..<dataSets).map { set in
        (0..<settings.variants).map { variant in
          [
            (0..<3).map { step in [1.0, 3].map { training(set, variant) + $0 - Double(step) } },
            (0..<3).map { step in (0..<2).map { test(set, variant, $0) + Double(2 - step) } },
          ]
        }
      })
  }

  /// Clean 1; +xi and -xi move it by +-0.1 and by 0.01 or 0.02 together.
  private func antithetic(_ variant: Int) -> Double {
    [1, 1.11, 0.91, 0.82, 1.22, 0.9][variant]
  }

  @Test func pairsAndSingleRuns() {
    let m = measurement(test: { set, variant, run in antithetic(variant) + Double(set + run) })
    #expect(m.last == 2)
    #expect((m.value(.test, 0, set: 3, step: 2) - 1.01 - 3.5).magnitude < 1e-12)
    #expect((m.value(.test, nil, set: 3, step: 0) - 1 - 3.5 - 2).magnitude < 1e-12)
    #expect((m.degradation(0, set: 3, step: 1) - 0.01).magnitude < 1e-12)
    #expect((m.degradation(1, step: 2)[1].value - 0.02).magnitude < 1e-12)
    #expect((m.signedDegradation(0, set: 2, minus: false) - 0.11).magnitude < 1e-12)
    #expect((m.signedDegradation(1, set: 2, minus: true) - 0.22).magnitude < 1e-12)
    #expect(m.shareDegraded(0) == 1 && m.shareDegraded(1) == 1)
    #expect(m.shareOfRuns(0, above: nil) == Estimate(value: 0.5, standardError: 0))
    #expect(m.shareOfRuns(1, above: 0) == Estimate(value: 0.5, standardError: 0))
    #expect((m.singleDrawMove(1).value - 0.2).magnitude < 1e-12)
    #expect(m.siblingDifference == nil)
    // the median of 1 + set + 0.5 over ten data sets
    #expect((m.test(nil, step: 2).value - 6).magnitude < 1e-12)
    #expect(m.training(nil, step: 2)[1].value == 0)
    #expect(m.training(1, step: 2).map(\.value) == [3.5, 3.5, 3.5])
    #expect(m.shareOfGrowingTraining == 1)
  }

  @Test func theSiblingIsTheLastVariant() throws {
    let m = measurement(
      4, dataSets: 4, test: { set, variant, _ in variant == 5 ? 0.25 + 0.01 * Double(set) : 1 })
    let difference = try #require(m.siblingDifference)
    #expect((difference.value - (0.75 - 0.015)).magnitude < 1e-12)
    #expect(difference.standardError > 0)
  }

  /// Captions and checks for numbers of all kinds.
  @Test func wordsFollowNumbers() throws {
    func findings(_ number: Int, _ test: @escaping (Int, Int, Int) -> Double) throws -> FigureFindings {
      try NoisyLabelFigure.all[number - 3].findings(measurement(number, test: test))
    }
    let paired = try findings(4) { set, variant, _ in antithetic(variant) + 0.001 * Double(set % 3) }
    #expect(paired.caption.contains("the test loss degrades: in the mean over a pair"))
    #expect(paired.caption.contains("the toss of a coin: of every pair one run is worse and one is better"))
    #expect(paired.caption.contains("holds for averages over the noise"))
    #expect(paired.caption.contains("is larger than that of figure 3"))
    #expect(paired.checks.count == 4 && paired.checks.allSatisfy(\.holds))

    let better = try findings(3) { set, variant, _ in
      variant == 0 ? 1 : 0.5 + 0.01 * Double(set % 2) * Double(variant)
    }
    #expect(better.caption.contains("the test loss improves"))
    #expect(better.caption.contains("more often not so than so"))
    #expect(better.checks.map(\.holds) == [false, false, true])

    let random = try findings(3) { set, variant, _ in variant == 0 ? 1 : set < 5 ? 0.9 : 1.1 }
    #expect(random.caption.contains("does not change significantly"))
    #expect(random.caption.contains("does not hold reliably, not even in pairs"))

    let always = try findings(6) { set, variant, _ in Double(variant) + 0.01 * Double(set) }
    #expect(always.caption.contains("the rule in single runs too"))
    #expect(always.caption.contains("is smaller than that of figure 5"))
    #expect(always.checks.map(\.holds) == [true, true, true, false])
  }

  /// The trainings of a data set share weights and batches: without noise the three label sets give the same bits.
  @Test func corruptionIsTheOnlyDifference() throws {
    var settings = Self.settings(4, dataSets: 2, runs: 3)
    let runs = ParallelRuns(threads: 2, control: RunControl())
    let noisy = try NoisyLabelMeasurement(settings, seed: 5, runs: runs)
    #expect((0..<2).allSatisfy { noisy.signedDegradation(0, set: $0, minus: true) != 0 })
    #expect((0..<2).allSatisfy { noisy.degradation(1, set: $0, step: 0) == 0 })
    settings.noise = 0
    let clean = try NoisyLabelMeasurement(settings, seed: 5, runs: runs)
    for set in 0..<2 {
      for level in [0, 1] {
        for minus in [false, true] { #expect(clean.signedDegradation(level, set: set, minus: minus) == 0) }
      }
      #expect(
        clean.value(.test, nil, set: set, step: 2) == noisy.value(.test, nil, set: set, step: 2))
    }
    #expect(try #require(clean.siblingDifference).value != 0)
  }

  /// Two-sided binomial tails of fair coins.
  @Test func signTests() {
    #expect((twoSidedSignTest(10, of: 10) - 2.0 / 1024).magnitude < 1e-12)
    #expect((twoSidedSignTest(1, of: 4) - 10.0 / 16).magnitude < 1e-12)
    #expect(twoSidedSignTest(2, of: 4) == 1)
    #expect((twoSidedSignTest(8, of: 10) - 2 * 56.0 / 1024).magnitude < 1e-12)
  }
}
