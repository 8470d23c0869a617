import GSL
import Gibbs
import Guarantees
import Stochastic

/// The Gibbs law as it was measured for the theorems, or why it was not.
enum CertifyMeasurement<P: StudiedPotential> {
  case found(GibbsMeasure<P>, GibbsReport, GibbsMeasureMethod)
  case none(learningRate: Double, reason: String)

  var measurements: Measurements {
    switch self {
    case .found(_, let report, _): Measurements(report)
    case .none(let s, let reason): .unavailable(learningRate: s, reason: reason)
    }
  }

  /// Nil if nothing was measured
  var method: GibbsMeasureMethod? {
    if case .found(_, _, let method) = self { method } else { nil }
  }

  /// Whether an error says that this potential cannot be measured; any other is not for a certificate to hide.
  static func isExpected(_ error: any Error) -> Bool {
    error is ProblemError || error is GibbsIntegrationError || error is SpectrumError
      || error is SamplingError || error is QuadratureError || error is MinimizerError
  }
}

extension Measurements {
  /// What the theorems need of a Gibbs law that was measured.
  init(_ report: GibbsReport) {
    self.init(
      learningRate: report.learningRate, spectralGap: report.spectralGap,
      excessRiskNorm: report.excessRiskNorm,
      minimumLoss: Quantity(report.minimum.value, method: report.minimum.statement),
      meanExcessLoss: report.meanExcessLoss, initialDistance: report.initialDistance)
  }
}
