import Foundation
import TestSupport

@testable import Stochastic

/// Levels whose means and variances are known, drawn without simulating a path: sample means are normal, sample variances
/// exact.
///
/// E P_l = truth + bias 2^(−αl), Var P_l = 1, Var(P_l − P_{l−1}) = spread 2^(−βl).
struct SyntheticLevels: LevelSource {
  var truth = 0.7
  var bias = 0.3
  /// α as it is; `weakOrder` is what the source claims
  var order = 2.0
  var weakOrder = 2.0
  var varianceOrder = 3.0
  var spread = 0.2
  var seed: UInt64 = 1
  /// Added to the coarser one of every pair of this level: the sum does not telescope
  var broken: (level: Int, shift: Double)?
  var targetCount = 1
  /// Levels whose paths diverge, beyond so many
  var unstable: (levels: Range<Int>, beyond: UInt64)?

  func mean(_ level: Int) -> Double { truth + bias * exp2(-order * Double(level)) }
  func variance(_ level: Int) -> Double { spread * exp2(-varianceOrder * Double(level)) }
  func stepSize(_ level: Int) -> Double { exp2(-Double(level)) }
  func cost(_ level: Int, isPair: Bool) -> Double { exp2(Double(level)) * (isPair ? 1.5 : 1) }

  func sample(_ level: Int, isPair: Bool, paths: Range<UInt64>, control: RunControl) throws -> LevelBatch {
    if control.isCancelled { throw CancellationError() }
    var random = SplitMix64(
      seed: seed &* 1_000_003 &+ UInt64(level) &* 97 &+ (isPair ? 13 : 0) &+ paths.lowerBound &* 7)
    let count = Double(paths.count)
    let shift = broken.map { $0.level == level ? $0.shift : 0 } ?? 0
    var batch = LevelBatch(fine: [], fourth: [])
    for _ in 0..<targetCount {
      let difference = (variance(level) / count).squareRoot() * normal(&random)
      let coarse = (1 / count).squareRoot() * normal(&random)
      batch.fourth.append(FourthMoment(of: [-1, 1]))
      guard isPair else {
        batch.fine.append(moments(count, mean(level) + coarse, 1))
        continue
      }
      let step = mean(level) - mean(level - 1) - shift + difference
      batch.coarse.append(moments(count, mean(level - 1) + shift + coarse, 1))
      batch.difference.append(moments(count, step, variance(level)))
      batch.fine.append(moments(count, mean(level - 1) + shift + coarse + step, 1))
    }
    if let unstable, paths.upperBound > unstable.beyond {
      batch.divergedFine = unstable.levels.contains(level) ? 1 : 0
      batch.divergedCoarse = isPair && unstable.levels.contains(level - 1) ? 1 : 0
    }
    return batch
  }

  private func moments(_ count: Double, _ mean: Double, _ variance: Double) -> Moments {
    let reach = 4 * variance.squareRoot()
    return Moments(
      count: count, mean: mean, squaredDeviation: variance * (count - 1), minimum: mean - reach,
      maximum: mean + reach)
  }

  /// The sum of twelve uniform numbers, less six
  private func normal(_ random: inout SplitMix64) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + random.uniform(0, 1) }
  }

  func result(epsilon: Double) throws -> MultilevelResult {
    var run = try MultilevelRun(
      self, budget: AccuracyBudget(epsilon: epsilon, count: targetCount), control: RunControl(),
      progress: { _ in })
    try run.run()
    return MultilevelResult(run, times: (0..<targetCount).map { Double($0 + 1) }, scheme: .sde())
  }
}
