import Stochastic

/// A number estimated from Markov chains, with what the chains' convergence statistics say about it.
public struct MonteCarloNumber: Sendable, Equatable {
  /// Value and Monte Carlo standard error; nil if there is nothing to estimate from
  public let estimate: Estimate?
  public let diagnosis: ChainDiagnosis

  public var rHat: Double? { diagnosis.statistics?.rHat }
  public var bulkSampleSize: Double? { diagnosis.statistics?.bulkSampleSize }
  public var tailSampleSize: Double? { diagnosis.statistics?.tailSampleSize }
  /// Why the number is not to be trusted; nil if nothing speaks against it
  public var warning: String? { diagnosis.warning }

  /// The mean of a quantity.
  public init(meanOf chains: Chains) {
    diagnosis = ChainDiagnosis(chains)
    estimate = diagnosis.statistics.map { Estimate(value: $0.mean, standardError: $0.standardError) }
  }

  /// √E[x] of a quantity that is not negative; its standard error is that of the mean over 2√E[x] (delta method).
  public init(rootMeanOf chains: Chains) {
    diagnosis = ChainDiagnosis(chains)
    estimate = diagnosis.statistics.map {
      let root = $0.mean.squareRoot()
      return Estimate(value: root, standardError: $0.standardError / (2 * root))
    }
  }

  init(estimate: Estimate?, diagnosis: ChainDiagnosis) {
    self.estimate = estimate
    self.diagnosis = diagnosis
  }
}

/// Expectations under μ_s from Markov chains.
public struct MonteCarloExpectations: Sendable {
  /// E L
  public let meanLoss: MonteCarloNumber
  /// E‖W‖²
  public let meanSquaredNorm: MonteCarloNumber
  /// E L − min L; nil if min L is not known
  public let meanExcessLoss: MonteCarloNumber?
  /// C(s, L) = √E(L − min L)²; nil if min L is not known
  public let excessRiskNorm: MonteCarloNumber?
  /// √Var L
  public let lossDeviation: MonteCarloNumber

  public init(_ samples: SampleSet, minimumLoss: Double?) {
    meanLoss = MonteCarloNumber(meanOf: samples.evaluate { $1 })
    meanSquaredNorm = MonteCarloNumber(meanOf: samples.evaluate { w, _ in w.reduce(0) { $0 + $1 * $1 } })
    meanExcessLoss = minimumLoss.map { least in MonteCarloNumber(meanOf: samples.evaluate { $1 - least }) }
    excessRiskNorm = minimumLoss.map { least in
      MonteCarloNumber(rootMeanOf: samples.evaluate { ($1 - least) * ($1 - least) })
    }
    let mean = meanLoss.estimate?.value ?? 0
    lossDeviation = MonteCarloNumber(rootMeanOf: samples.evaluate { ($1 - mean) * ($1 - mean) })
  }

  /// Everything above by name, for reports.
  public var all: [(name: String, number: MonteCarloNumber)] {
    let always = [
      ("meanLoss", meanLoss), ("meanSquaredNorm", meanSquaredNorm), ("lossDeviation", lossDeviation),
    ]
    let excess = [("meanExcessLoss", meanExcessLoss), ("excessRiskNorm", excessRiskNorm)]
    return (always + excess.compactMap { name, number in number.map { (name, $0) } })
      .map { (name: $0.0, number: $0.1) }
  }
}
