import Stochastic

/// Figures 3 to 6: training with clean labels and with 50 % and 90 % of them corrupted by Cauchy noise.
///
/// Noise comes in antithetic pairs, +ξ and −ξ on the same samples, and all trainings on a data set share initial weights
/// and minibatches: what a corrupted label does at first order cancels between the two, the degradation is left.
struct NoisyLabelFigure: PaperFigure {
  let number: Int
  let width: Int
  let learningRate: Double
  let regularization: Double
  /// The figure of the same width below λ_c, for figures above it
  let sibling: Sibling?

  struct Sibling: Sendable {
    let number: Int
    let learningRate: Double
    let regularization: Double
  }

  static let all = [
    NoisyLabelFigure(number: 3, width: 10, learningRate: 1e-2, regularization: 0.013, sibling: nil),
    NoisyLabelFigure(
      number: 4, width: 10, learningRate: 1e-2, regularization: 0.13,
      sibling: Sibling(number: 3, learningRate: 1e-2, regularization: 0.013)),
    NoisyLabelFigure(number: 5, width: 50, learningRate: 5e-3, regularization: 0.013, sibling: nil),
    NoisyLabelFigure(
      number: 6, width: 50, learningRate: 1e-2, regularization: 0.13,
      sibling: Sibling(number: 5, learningRate: 5e-3, regularization: 0.013)),
  ]

  var id: String { PaperSetting.id(number) }
  var title: String {
    "Noisy labels at (p, η, λ) = (\(width), \(learningRate.shortText), \(regularization.shortText))"
  }
  var source: String { "\(PaperSetting.paper), figure \(number)" }

  func seconds(_ scale: FigureScale) -> Double {
    switch scale {
    case .small: width > 20 ? 6 : 2
    case .full: width > 20 ? 25 : 6
    }
  }

  func runs(_ scale: FigureScale) -> Int { settings(scale).trainingCount * PaperSetting.runs }

  func settings(_ scale: FigureScale) -> NoisyLabelSettings {
    switch scale {
    case .small: NoisyLabelSettings(figure: self, dataSets: 10, samples: 500)
    case .full: NoisyLabelSettings(figure: self, dataSets: 40, samples: 1000)
    }
  }

  func measure(
    _ scale: FigureScale, seed: UInt64, threads: Int, control: RunControl
  ) throws -> FigureFindings {
    let measurement = try NoisyLabelMeasurement(
      settings(scale), seed: seed, runs: ParallelRuns(threads: threads, control: control))
    return try findings(measurement)
  }

  /// What follows from the numbers.
  func findings(_ measurement: NoisyLabelMeasurement) throws(OutputError) -> FigureFindings {
    FigureFindings(
      caption: NoisyLabelCaption(figure: self, measurement: measurement).text,
      checks: checks(measurement), settings: measurement.settings.json, data: measurement.json,
      tables: try NoisyLabelTables(measurement).tables, overview: measurement.overview,
      picture: NoisyLabelPicture(figure: self, measurement: measurement).picture)
  }

  private func checks(_ measurement: NoisyLabelMeasurement) -> [FigureCheck] {
    var checks = measurement.settings.fractions.indices.map { level in
      FigureCheck(
        "with \(percent(measurement.settings.fractions[level])) of the labels corrupted the test loss on clean data is "
          + "larger than with none, averaged over antithetic noise (part of the data sets)",
        measurement.shareDegraded(level), .atLeast, 0.9)
    }
    checks.append(
      FigureCheck(
        "the training loss grows with the corrupted fraction, averaged over antithetic noise (part of the data sets)",
        measurement.shareOfGrowingTraining, .atLeast, 0.9))
    if let sibling, let difference = measurement.siblingDifference {
      checks.append(
        FigureCheck(
          "with clean labels the test loss at lambda = \(regularization.shortText) is larger than at "
            + "\(sibling.regularization.shortText), figure \(sibling.number) (difference)",
          difference, .above, 0))
    }
    return checks
  }
}

/// The data and the trainings of figures 3 to 6.
struct NoisyLabelSettings: Sendable {
  var figure: NoisyLabelFigure
  var dataSets: Int
  var samples: Int
  var testSamples = 1000
  var dimension = PaperSetting.dimension
  var outerNorm = PaperSetting.outerNorm
  var runs = PaperSetting.runs
  var batch = PaperSetting.batch
  var steps = 4000
  var every = 100
  /// Parts of the labels that are corrupted, ascending
  var fractions = [0.5, 0.9]
  /// Scale of the Cauchy noise
  var noise = 0.05

  /// The first is the start.
  var recordedSteps: [Int] { Array(stride(from: 0, through: steps, by: every)) }
  /// Trainings on each data set: clean, then +ξ and −ξ for each fraction, then the sibling's.
  var variants: Int { 1 + 2 * fractions.count + (figure.sibling == nil ? 0 : 1) }
  var trainingCount: Int { dataSets * variants }

  /// By data set and variant, the latter varying fastest.
  func trainings(seed: UInt64) -> [NetTraining] {
    let key = StreamKey(seed: seed, purpose: .replicates)
    return (0..<dataSets).flatMap { trainings(dataSetSeed: key.derivedSeed(UInt64($0))) }
  }

  private func trainings(dataSetSeed seed: UInt64) -> [NetTraining] {
    let (clean, test) = DataSet.sine(
      samples: samples + testSamples, dimension: dimension, noise: 0, seed: seed
    ).split(at: samples)
    let corrupted = fractions.flatMap { fraction in
      [noise, -noise].map { clean.corrupted(fraction: fraction, scale: $0, seed: seed) }
    }
    let outer = DataSet.normalVector(count: figure.width, norm: outerNorm, seed: seed)
    func training(_ data: DataSet, _ regularization: Double, _ learningRate: Double) -> NetTraining {
      NetTraining(
        outer: outer, data: data, evaluated: [data, test], regularization: regularization,
        learningRate: learningRate, batch: batch, recordedSteps: recordedSteps, runs: runs, seed: seed)
    }
    return ([clean] + corrupted).map { training($0, figure.regularization, figure.learningRate) }
      + [figure.sibling].compactMap { $0 }.map { training(clean, $0.regularization, $0.learningRate) }
  }

  var json: [(String, JSONValue)] {
    [
      ("labels", .string("y = sin(π|x|²/20), clean")), ("dimension", .integer(dimension)),
      ("samples", .integer(samples)), ("testSamples", .integer(testSamples)),
      ("activation", .string("sigmoid")), ("width", .integer(figure.width)),
      ("outerNorm", .number(outerNorm)), ("regularization", .number(figure.regularization)),
      ("learningRate", .number(figure.learningRate)), ("batch", .integer(batch)),
      ("sampling", .string("without-replacement")), ("steps", .integer(steps)),
      ("lossesEvery", .integer(every)), ("corruptedFractions", .numbers(fractions)),
      ("noise", .string("\(noise.shortText) Cauchy(0, 1), antithetic pairs")),
      ("dataSets", .integer(dataSets)), ("runsPerDataSet", .integer(runs)),
    ]
  }
}
