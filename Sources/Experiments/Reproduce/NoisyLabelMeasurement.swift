import Foundation
import Stochastic

/// The losses of every run of figures 3 to 6, and what they say.
///
/// The data set, with its noise, outer weights and sixteen runs, is the unit of every standard error. A level is a
/// corrupted fraction by its place among them; none is nil.
struct NoisyLabelMeasurement: Sendable {
  let settings: NoisyLabelSettings
  /// ½ mean (y − f(x))²: (data set, variant, training or test, recorded step, run)
  private let losses: [[[[[Double]]]]]

  enum Loss: Int { case training, test }

  init(_ settings: NoisyLabelSettings, seed: UInt64, runs: ParallelRuns) throws {
    let losses = try runs.losses(settings.trainings(seed: seed))
    let variants = settings.variants
    self.init(
      settings: settings,
      losses: (0..<settings.dataSets).map { Array(losses[($0 * variants)..<(($0 + 1) * variants)]) })
  }

  init(settings: NoisyLabelSettings, losses: [[[[[Double]]]]]) {
    self.settings = settings
    self.losses = losses
  }

  var sets: Range<Int> { losses.indices }
  var last: Int { settings.recordedSteps.count - 1 }

  /// Mean over the runs of one training.
  private func mean(_ loss: Loss, _ set: Int, _ variant: Int, _ step: Int) -> Double {
    let runs = losses[set][variant][loss.rawValue][step]
    return runs.reduce(0, +) / Double(runs.count)
  }

  /// The loss on a data set, averaged over runs and over both signs of the noise.
  func value(_ loss: Loss, _ level: Int?, set: Int, step: Int) -> Double {
    guard let level else { return mean(loss, set, 0, step) }
    return (mean(loss, set, 1 + 2 * level, step) + mean(loss, set, 2 + 2 * level, step)) / 2
  }

  /// The test loss over the data sets: bounded, as the net is, so that a mean and its error make sense.
  func test(_ level: Int?, step: Int) -> Estimate {
    estimate(sets.map { value(.test, level, set: $0, step: step) })
  }

  /// Quartiles of the training loss over the data sets: with Cauchy labels its expectation is infinite.
  func training(_ level: Int?, step: Int) -> [Estimate] {
    quantiles([0.25, 0.5, 0.75], of: sets.map { value(.training, level, set: $0, step: step) })
  }

  /// Quartiles over the data sets of what corruption adds to the test loss: of second order in the noise, so that its
  /// law has Cauchy's squared tail and means say little.
  func degradation(_ level: Int, step: Int) -> [Estimate] {
    quantiles([0.25, 0.5, 0.75], of: sets.map { degradation(level, set: $0, step: step) })
  }

  /// Test loss with corrupted labels minus test loss with clean ones.
  func degradation(_ level: Int, set: Int, step: Int) -> Double {
    value(.test, level, set: set, step: step) - value(.test, nil, set: set, step: step)
  }

  /// The same at the end for one sign of the noise.
  func signedDegradation(_ level: Int, set: Int, minus: Bool) -> Double {
    mean(.test, set, (minus ? 2 : 1) + 2 * level, last) - mean(.test, set, 0, last)
  }

  /// The part of the data sets on which the test loss is larger than with clean labels at the end.
  func shareDegraded(_ level: Int) -> Double {
    share(sets.map { degradation(level, set: $0, step: last) > 0 })
  }

  /// How probable it is that chance alone gives that part of the data sets, or one further from a half.
  func signTest(_ level: Int) -> Double {
    twoSidedSignTest(sets.count { degradation(level, set: $0, step: last) > 0 }, of: sets.count)
  }

  var shareOfGrowingTraining: Double {
    let levels = [nil] + settings.fractions.indices.map(Optional.some)
    return share(
      sets.map { set in
        let values = levels.map { value(.training, $0, set: set, step: last) }
        return zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
      })
  }

  /// The part of single runs, one draw of the noise each, that end with a larger test loss at one level than at another.
  func shareOfRuns(_ level: Int, above other: Int?) -> Estimate {
    estimate(
      sets.map { set in
        let worse = [1, 2].flatMap { sign -> [Bool] in
          let reference = losses[set][other.map { sign + 2 * $0 } ?? 0][Loss.test.rawValue][last]
          let runs = losses[set][sign + 2 * level][Loss.test.rawValue][last]
          return zip(runs, reference).map { $0 > $1 }
        }
        return share(worse)
      })
  }

  /// How far a single draw of the noise moves the test loss at the end, up or down: the median over draws.
  func singleDrawMove(_ level: Int) -> Estimate {
    quantiles(
      [0.5],
      of: sets.flatMap { set in
        [false, true].map { abs(signedDegradation(level, set: set, minus: $0)) }
      })[0]
  }

  /// Clean test loss here minus that of the sibling, both at the end.
  var siblingDifference: Estimate? {
    guard settings.figure.sibling != nil else { return nil }
    return estimate(sets.map { mean(.test, $0, 0, last) - mean(.test, $0, settings.variants - 1, last) })
  }

  /// The sibling's clean test loss at the end.
  var siblingTest: Estimate? {
    guard settings.figure.sibling != nil else { return nil }
    return estimate(sets.map { mean(.test, $0, settings.variants - 1, last) })
  }

  private func share(_ truths: [Bool]) -> Double {
    Double(truths.count { $0 }) / Double(truths.count)
  }
}

extension NoisyLabelMeasurement {
  /// None and every fraction, with what columns and keys call them.
  var levels: [(level: Int?, name: String, text: String)] {
    [(nil, "clean", "clean labels")]
      + settings.fractions.indices.map { level in
        let part = (100 * settings.fractions[level]).shortText
        return (level, "noisy\(part)", "\(part) % corrupted")
      }
  }

  var json: [(String, JSONValue)] {
    let steps = settings.recordedSteps.indices
    let curves = levels.map { level, name, _ -> JSONValue in
      let training = steps.map { self.training(level, step: $0) }
      let test = steps.map { self.test(level, step: $0) }
      var members: [(String, JSONValue)] = [
        ("name", .string(name)),
        ("corruptedFraction", .number(level.map { settings.fractions[$0] } ?? 0)),
        ("training", quartiles(training)), ("test", series(test)),
      ]
      if let level {
        members += [
          ("degradation", quartiles(steps.map { degradation(level, step: $0) })),
          ("dataSetsDegraded", .number(shareDegraded(level))), ("signTest", .number(signTest(level))),
          ("singleRunsDegraded", shareOfRuns(level, above: nil).json),
          ("singleDrawMove", singleDrawMove(level).json),
        ]
      }
      return .object(members)
    }
    return [
      ("steps", .array(settings.recordedSteps.map { .integer($0) })), ("curves", .array(curves)),
      ("siblingTest", .optional(siblingTest) { $0.json }),
      ("siblingDifference", .optional(siblingDifference) { $0.json }),
    ]
  }

  private func quartiles(_ estimates: [[Estimate]]) -> JSONValue {
    .object([
      ("median", .numbers(estimates.map { $0[1].value })),
      ("medianStandardError", .numbers(estimates.map { $0[1].standardError })),
      ("lowerQuartile", .numbers(estimates.map { $0[0].value })),
      ("upperQuartile", .numbers(estimates.map { $0[2].value })),
    ])
  }

  private func series(_ estimates: [Estimate]) -> JSONValue {
    .object([
      ("mean", .numbers(estimates.map(\.value))),
      ("standardError", .numbers(estimates.map(\.standardError))),
    ])
  }

  /// The power of ten that all changes are shown in.
  private var changePower: Int {
    let sizes = settings.fractions.indices.map { level in
      degradation(level, step: last).map { abs($0.value) }.max() ?? 0
    }
    guard let least = sizes.filter({ $0 > 0 }).min() else { return 0 }
    return least < 0.01 ? Int(floor(log10(least))) : 0
  }

  /// "5.7 ± 3.5; -1.2 to 20.3" in that power of ten: the law has heavy tails, so that an error alone says little.
  private func changeText(_ level: Int) -> String {
    let scale = pow(10, Double(-changePower))
    let quartiles = degradation(level, step: last)
    let numbers = [quartiles[1].value, quartiles[1].standardError, quartiles[0].value, quartiles[2].value]
      .map { String(format: "%.*f", changePower == 0 ? 3 : 1, scale * $0) }
    return "\(numbers[0]) ± \(numbers[1]); \(numbers[2]) to \(numbers[3])"
  }

  /// One row per level, at the end.
  var overview: [[String]] {
    let header = [
      "labels", "training loss (median)", "test loss on clean data",
      "minus clean, in pairs (median; quartiles)\(changePower == 0 ? "" : ", 1e\(changePower)")",
      "data sets worse", "single runs worse",
    ]
    return [header]
      + levels.map { level, _, text in
        let training = self.training(level, step: last)[1]
        let test = self.test(level, step: last)
        var row = [
          text, format(training.value, training.standardError), format(test.value, test.standardError),
        ]
        if let level {
          let share = shareOfRuns(level, above: nil)
          row += [
            changeText(level), percent(shareDegraded(level)),
            share.percentText,
          ]
        } else {
          row += ["-", "-", "-"]
        }
        return row
      }
  }
}

extension Estimate {
  /// "42 ± 3 %", or "50 %" if there is no error.
  var percentText: String {
    standardError > 0 ? "\(format(100 * value, 100 * standardError)) %" : percent(value)
  }
}

/// The probability that of `count` fair coins `heads` or as many as are further from half of them show heads.
func twoSidedSignTest(_ heads: Int, of count: Int) -> Double {
  let extreme = max(heads, count - heads)
  let logarithm = { (k: Int) -> Double in
    lgamma(Double(count + 1)) - lgamma(Double(k + 1)) - lgamma(Double(count - k + 1))
  }
  let tail = (extreme...count).reduce(0.0) { $0 + exp(logarithm($1) - Double(count) * log(2)) }
  return min(1, 2 * tail)
}
