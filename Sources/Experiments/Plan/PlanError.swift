/// Why there is no plan.
public enum PlanError: Error, Equatable, CustomStringConvertible {
  /// The step sizes that were proposed, round by round, did not come to rest.
  case unsettled(proposals: [Double])
  /// ε and T ask for more steps on each path than are simulated.
  case tooManySteps(accuracy: Double, horizon: Double, learningRate: Double)
  /// A or B could not be measured at a learning rate that ε asks for.
  case notMeasured(accuracy: Double, learningRate: Double, reason: String)

  /// Whether another command line would help.
  public var isUsage: Bool {
    if case .tooManySteps = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .unsettled(let proposals):
      "no plan: after \(proposals.count) rounds the step size still moves by more than "
        + "\((100 * PlanStudy.tolerance).shortText) % a round (\(proposals.map(\.shortText).joined(separator: ", "))): "
        + "--paths with a larger number makes the measured gap steadier, another --epsilon may settle"
    case .tooManySteps(let accuracy, let horizon, let learningRate):
      "--epsilon \(accuracy.shortText) by T = \(horizon.shortText) asks for a learning rate of "
        + "\(learningRate.shortText): \((horizon / learningRate).shortText) steps of SGD and "
        + "\((horizon / learningRate * PlanSteps.perStep).shortText) of the SDE on each path; expected at most 1e12: "
        + "a larger --epsilon or a shorter --horizon"
    case .notMeasured(let accuracy, let learningRate, let reason):
      "no plan: epsilon = \(accuracy.shortText) asks for the learning rate \(learningRate.shortText), and there \(reason)"
    }
  }
}

extension PlanError {
  /// What numerics throws where s is too small for it, with the ε that asked for it.
  static func naming<T>(_ accuracy: Double, _ learningRate: Double, _ work: () throws -> T) throws -> T {
    do {
      return try work()
    } catch let error where !(error is CancellationError) {
      throw PlanError.notMeasured(
        accuracy: accuracy, learningRate: learningRate, reason: "the Gibbs law cannot be computed: \(error)")
    }
  }
}
