/// How many steps a plan may ask for.
enum PlanSteps {
  /// The SDE takes this many steps in one of SGD's.
  static let perStep = 16.0

  /// ⌈T/s⌉
  /// - Throws: `PlanError` if the SDE would take more than `InputLimits.steps`, or they cannot be counted.
  static func count(accuracy: Double, horizon: Double, learningRate: Double) throws -> Int {
    let steps = (horizon / learningRate - 1e-9).rounded(.up)
    guard steps * perStep <= InputLimits.steps, let count = Int(exactly: max(steps, 1)) else {
      throw PlanError.tooManySteps(accuracy: accuracy, horizon: horizon, learningRate: learningRate)
    }
    return count
  }
}
