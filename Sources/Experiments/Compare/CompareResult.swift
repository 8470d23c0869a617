import Stochastic

/// Everything `langevin compare` found: the loss of every dynamics over time, and the gaps between them.
public struct CompareResult: Sendable {
  /// The experiment's name.
  public var name: String
  public var provenance: Provenance
  /// The learning rate s of the experiment.
  public var learningRate: Double
  /// The time T up to which the dynamics ran.
  public var horizon: Double
  public var curves: [CurveResult]
  public var gaps: [GapResult]
  /// What a reader must know before trusting the numbers, one sentence each.
  public var notes: [String]

  public init(
    name: String, provenance: Provenance, learningRate: Double, horizon: Double,
    curves: [CurveResult], gaps: [GapResult], notes: [String]
  ) {
    self.name = name
    self.provenance = provenance
    self.learningRate = learningRate
    self.horizon = horizon
    self.curves = curves
    self.gaps = gaps
    self.notes = notes
  }
}

/// The loss of one dynamics over an ensemble of paths, at every recorded time.
public struct CurveResult: Sendable {
  /// The name the experiment gives to this dynamics.
  public var name: String
  /// What moves: `sde`, `noisy-gd`, `sgd`, ...
  public var kind: String
  /// The learning rate s.
  public var learningRate: Double
  /// The integrator's own step dt; none for algorithms that step by s.
  public var stepSize: Double?
  /// What moved, with all its settings; none where the curve is of no one integrator and step.
  public var dynamics: Dynamics?
  /// The recorded times, ascending. Every other array has one entry per time.
  public var times: [Double]
  /// The mean loss over the contributing paths.
  public var mean: [Double]
  /// The standard error of that mean.
  public var standardError: [Double]
  /// The smallest loss of any path.
  public var minimum: [Double]
  /// The largest loss of any path.
  public var maximum: [Double]
  /// Quantiles of the loss over the paths, by ascending level.
  public var quantiles: [QuantileSeries]
  /// How many paths the quantiles rest on.
  public var quantilePaths: Int
  /// How many paths are behind the mean at each time.
  public var contributing: [Int]
  public var diverged: Divergence
  /// Steps per path.
  public var steps: Int
  /// Wall-clock seconds per path and step.
  public var secondsPerPathStep: Double
  /// Of MALA: the largest part of the paths that did not move between two recording times
  public var stuckShare: Double?
  /// Where an accuracy was asked for
  public var accuracy: CurveAccuracy?

  public init(
    name: String, kind: String, learningRate: Double, stepSize: Double?, times: [Double], mean: [Double],
    standardError: [Double], minimum: [Double], maximum: [Double], quantiles: [QuantileSeries],
    quantilePaths: Int, contributing: [Int], diverged: Divergence, steps: Int,
    secondsPerPathStep: Double, stuckShare: Double? = nil, dynamics: Dynamics? = nil
  ) {
    self.name = name
    self.kind = kind
    self.learningRate = learningRate
    self.stepSize = stepSize
    self.times = times
    self.mean = mean
    self.standardError = standardError
    self.minimum = minimum
    self.maximum = maximum
    self.quantiles = quantiles
    self.quantilePaths = quantilePaths
    self.contributing = contributing
    self.diverged = diverged
    self.steps = steps
    self.secondsPerPathStep = secondsPerPathStep
    self.stuckShare = stuckShare
    self.dynamics = dynamics
  }
}

/// One quantile of the loss at every recorded time.
public struct QuantileSeries: Sendable {
  /// The probability below the quantile, in (0, 1).
  public var level: Double
  public var values: [Double]
  public var standardErrors: [Double]

  public init(level: Double, values: [Double], standardErrors: [Double]) {
    self.level = level
    self.values = values
    self.standardErrors = standardErrors
  }
}

/// The paths that left the finite numbers; the first one by path number, and the time it was noticed.
public struct Divergence: Sendable {
  public var count: Int
  public var firstPath: Int?
  public var firstTime: Double?

  public init(count: Int, firstPath: Int?, firstTime: Double?) {
    self.count = count
    self.firstPath = firstPath
    self.firstTime = firstTime
  }
}
