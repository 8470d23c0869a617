/// Why there is no plan.
public enum PlanError: Error, Equatable, CustomStringConvertible {
  /// The step sizes that were proposed, round by round, did not come to rest.
  case unsettled(proposals: [Double])
  /// The theorems ask for a Lipschitz gradient.
  case notLipschitz(reason: String)
  /// A or B could not be measured.
  case notMeasured(learningRate: Double, reason: String)

  public var description: String {
    switch self {
    case .unsettled(let proposals):
      "no plan: after \(proposals.count) rounds the step size still moves by more than "
        + "\((100 * PlanStudy.tolerance).shortText) % a round (\(proposals.map(\.shortText).joined(separator: ", "))): "
        + "--paths with a larger number makes the measured gap steadier, another --epsilon may settle"
    case .notLipschitz(let reason):
      "no plan: the theorems' step size is at most 1/gLip, and no bound of gLip is known: \(reason)"
    case .notMeasured(let learningRate, let reason):
      "no plan: at learning rate \(learningRate.shortText) \(reason)"
    }
  }
}
