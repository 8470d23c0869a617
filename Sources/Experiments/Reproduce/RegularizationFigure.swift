import Stochastic

/// Figures 1 and 2: the best test loss of SGD over λ and the width p, on noisy sine data or on a noisy teacher's.
///
/// The paper states x ~ U[0, 1)^20, the labels, the sigmoid at β = 1 and ‖a‖B_x = 1. The number of samples, the batch,
/// the step size, the number of steps and the grid are ours; N(0, v) is read as a law of variance v.
struct RegularizationFigure: PaperFigure {
  let number: Int
  let labels: LabelLaw
  /// Largest ratio of the best test loss at λ = 0.13 to the smallest over λ that still counts as mild
  let largestRatio: Double

  static let sine = RegularizationFigure(number: 1, labels: .sine(noise: 0.5), largestRatio: 3)
  static let teacher = RegularizationFigure(
    number: 2, labels: .teacher(width: 5, noise: 0.1), largestRatio: 6)

  var id: String { PaperSetting.id(number) }
  var title: String { "Best test loss over λ and width, \(labels.name) data" }
  var source: String { "\(PaperSetting.paper), figure \(number)" }

  func seconds(_ scale: FigureScale) -> Double { scale == .small ? 8 : 140 }

  func runs(_ scale: FigureScale) -> Int { settings(scale).trainingCount * PaperSetting.runs }

  func settings(_ scale: FigureScale) -> RegularizationSettings {
    switch scale {
    case .small:
      RegularizationSettings(
        labels: labels, widths: [5, 20, 50, 200],
        regularizations: [1.3e-5, 1.3e-4, 1.3e-3, 1.3e-2, 0.13, 0.26], dataSets: 3, steps: 3000)
    case .full:
      RegularizationSettings(
        labels: labels, widths: [5, 10, 20, 50, 100, 200],
        regularizations: [
          1.3e-5, 4.1e-5, 1.3e-4, 4.1e-4, 1.3e-3, 4.1e-3, 1.3e-2, 4.1e-2, 0.13, 0.26, 0.52, 1.3,
        ], dataSets: 10, steps: 6000)
    }
  }

  func measure(
    _ scale: FigureScale, seed: UInt64, threads: Int, control: RunControl
  ) throws -> FigureFindings {
    let measurement = try RegularizationMeasurement(
      settings(scale), seed: seed, runs: ParallelRuns(threads: threads, control: control))
    return try findings(measurement)
  }

  /// What follows from the numbers.
  func findings(_ measurement: RegularizationMeasurement) throws(OutputError) -> FigureFindings {
    let widest = measurement.largestRatio
    return FigureFindings(
      caption: RegularizationCaption(figure: self, measurement: measurement).text,
      checks: [
        FigureCheck(
          "the best test loss does not fall as lambda grows, but for 2 %, at every width "
            + "(smallest ratio of neighbours)",
          measurement.smallestStep, .atLeast, 0.98),
        FigureCheck(
          "the best test loss at lambda = \(measurement.referenceText) is at most \(largestRatio.shortText) "
            + "times the smallest over lambda, at every width (largest ratio, at width \(widest.width))",
          widest.ratio, .atMost, largestRatio),
      ], settings: measurement.settings.json, data: measurement.json,
      tables: try RegularizationTables(measurement).tables, overview: measurement.overview,
      picture: RegularizationPicture(figure: self, measurement: measurement).picture)
  }
}

/// Where the labels come from.
enum LabelLaw: Sendable {
  /// y = sin(π‖x‖²/d) + N(0, noise²)
  case sine(noise: Double)
  /// y = a*ᵀσ(W*x) + N(0, noise²)
  case teacher(width: Int, noise: Double)

  var name: String {
    switch self {
    case .sine: "sine"
    case .teacher: "teacher"
    }
  }

  /// Standard deviation of the label noise
  var noise: Double {
    switch self {
    case .sine(let noise), .teacher(_, let noise): noise
    }
  }

  /// For the caption.
  var formula: String {
    switch self {
    case .sine(let noise): "y = sin(π|x|²/20) + N(0, \((noise * noise).shortText))"
    case .teacher(let width, let noise):
      "y from a sigmoid teacher of \(width) units plus N(0, \((noise * noise).shortText))"
    }
  }

  func draw(samples: Int, dimension: Int, seed: UInt64) -> DataSet {
    switch self {
    case .sine(let noise):
      .sine(samples: samples, dimension: dimension, noise: noise, seed: seed)
    case .teacher(let width, let noise):
      .teacher(samples: samples, dimension: dimension, width: width, noise: noise, seed: seed)
    }
  }
}

/// The grid and the training of figures 1 and 2.
struct RegularizationSettings: Sendable {
  var labels: LabelLaw
  /// p, ascending
  var widths: [Int]
  /// λ, ascending
  var regularizations: [Double]
  var dataSets: Int
  var steps: Int
  var dimension = PaperSetting.dimension
  var outerNorm = PaperSetting.outerNorm
  var runs = PaperSetting.runs
  var samples = 1000
  var testSamples = 1000
  var batch = PaperSetting.batch
  var learningRate = 0.05
  /// The test loss is looked at after every so many steps
  var every = 100

  var trainingCount: Int { widths.count * regularizations.count * dataSets }

  /// The trainings by width, λ and data set, the last varying fastest.
  func trainings(seed: UInt64) -> [NetTraining] {
    let key = StreamKey(seed: seed, purpose: .replicates)
    let sets = (0..<dataSets).map { item in
      let own = key.derivedSeed(UInt64(item))
      let data = labels.draw(samples: samples + testSamples, dimension: dimension, seed: own)
      return (seed: own, data: data.split(at: samples))
    }
    return widths.flatMap { width in
      regularizations.flatMap { regularization in
        sets.map { set in
          NetTraining(
            outer: DataSet.normalVector(count: width, norm: outerNorm, seed: set.seed), data: set.data.first,
            evaluated: [set.data.rest], regularization: regularization, learningRate: learningRate,
            batch: batch, recordedSteps: Array(stride(from: every, through: steps, by: every)), runs: runs,
            seed: set.seed)
        }
      }
    }
  }

  var json: [(String, JSONValue)] {
    [
      ("labels", .string(labels.formula)), ("dimension", .integer(dimension)),
      ("samples", .integer(samples)), ("testSamples", .integer(testSamples)),
      ("activation", .string("sigmoid")), ("outerNorm", .number(outerNorm)),
      ("widths", .array(widths.map { .integer($0) })), ("regularizations", .numbers(regularizations)),
      ("batch", .integer(batch)), ("sampling", .string("without-replacement")),
      ("learningRate", .number(learningRate)), ("steps", .integer(steps)),
      ("testLossEvery", .integer(every)), ("dataSets", .integer(dataSets)),
      ("runsPerDataSet", .integer(runs)),
    ]
  }
}
