import Stochastic

/// The best test losses of every run of figure 1 or 2, and what they say.
///
/// The data set is the unit of every standard error: runs on one data set share its samples and outer weights.
struct RegularizationMeasurement: Sendable {
  let settings: RegularizationSettings
  /// Smallest test loss over a run's recorded steps, averaged over the runs: (width, λ, data set)
  let best: [[[Double]]]
  /// The place of the first λ above λ_c; the last one if there is none
  let reference: Int

  init(_ settings: RegularizationSettings, seed: UInt64, runs: ParallelRuns) throws {
    let losses = try runs.losses(settings.trainings(seed: seed))
    let best = losses.map { Self.bestLoss($0[0]) }
    let sets = settings.dataSets
    let columns = settings.regularizations.count
    self.init(
      settings: settings,
      best: settings.widths.indices.map { row in
        (0..<columns).map { column in
          Array(best[((row * columns + column) * sets)..<((row * columns + column + 1) * sets)])
        }
      })
  }

  init(settings: RegularizationSettings, best: [[[Double]]]) {
    self.settings = settings
    self.best = best
    reference =
      settings.regularizations.firstIndex { $0 > PaperSetting.criticalRegularization }
      ?? settings.regularizations.count - 1
  }

  /// The mean over runs of a run's smallest loss, from losses (step, run).
  static func bestLoss(_ losses: [[Double]]) -> Double {
    let runs = losses[0].indices
    let smallest = runs.map { run in losses.reduce(.infinity) { min($0, $1[run]) } }
    return smallest.reduce(0, +) / Double(runs.count)
  }

  /// The best test loss at a width and a λ.
  func loss(_ width: Int, _ column: Int) -> Estimate { estimate(best[width][column]) }

  /// The best test loss in units of the smallest over λ on the same data set.
  func relativeLoss(_ width: Int, _ column: Int) -> Estimate { estimate(relativeLosses(width, column)) }

  private func relativeLosses(_ width: Int, _ column: Int) -> [Double] {
    (0..<settings.dataSets).map { set in
      best[width][column][set] / (best[width].map { $0[set] }.min() ?? .nan)
    }
  }

  /// The same at the first λ above λ_c.
  func ratio(_ width: Int) -> Estimate { relativeLoss(width, reference) }

  /// The ratio at the widest net minus that at the narrowest, data set by data set.
  var growth: Estimate {
    let ratios = [settings.widths.count - 1, 0].map { relativeLosses($0, reference) }
    return estimate(zip(ratios[0], ratios[1]).map { $0 - $1 })
  }

  var largestRatio: (width: Int, ratio: Estimate) {
    let ratios = settings.widths.indices.map { (settings.widths[$0], ratio($0)) }
    return ratios.max { $0.1.value < $1.1.value } ?? (0, Estimate(value: .nan, standardError: .nan))
  }

  /// The smallest ratio of the losses at neighbouring λ, the larger λ above.
  var smallestStep: Double {
    settings.widths.indices.flatMap { width in
      settings.regularizations.indices.dropFirst().map {
        loss(width, $0).value / loss(width, $0 - 1).value
      }
    }.min() ?? .nan
  }

  var referenceText: String { settings.regularizations[reference].shortText }
}

/// The mean of independent numbers.
func estimate(_ values: [Double]) -> Estimate {
  values.reduce(into: Moments()) { $0.add($1) }.estimate
}

extension RegularizationMeasurement {
  var json: [(String, JSONValue)] {
    let cells = settings.widths.indices.flatMap { width in
      settings.regularizations.indices.map { column -> JSONValue in
        .object([
          ("width", .integer(settings.widths[width])),
          ("regularization", .number(settings.regularizations[column])),
          ("bestTestLoss", loss(width, column).json),
          ("relativeToSmallest", relativeLoss(width, column).json),
        ])
      }
    }
    return [
      ("criticalRegularization", .number(PaperSetting.criticalRegularization)),
      ("labelNoiseFloor", .number(noiseFloor)), ("cells", .array(cells)),
    ]
  }

  /// Half the variance of the label noise: the least expected test loss of any function.
  var noiseFloor: Double { settings.labels.noise * settings.labels.noise / 2 }

  /// One row per width.
  var overview: [[String]] {
    let header = ["width", "smallest best test loss", "at lambda", "at lambda = \(referenceText)", "ratio"]
    return [header]
      + settings.widths.indices.map { width in
        let losses = settings.regularizations.indices.map { loss(width, $0) }
        let place = losses.indices.min { losses[$0].value < losses[$1].value } ?? 0
        return [
          "\(settings.widths[width])", format(losses[place].value, losses[place].standardError),
          settings.regularizations[place].shortText,
          format(losses[reference].value, losses[reference].standardError),
          format(ratio(width).value, ratio(width).standardError),
        ]
      }
  }
}

extension Estimate {
  var json: JSONValue {
    .object([("value", .number(value)), ("standardError", .number(standardError))])
  }
}
