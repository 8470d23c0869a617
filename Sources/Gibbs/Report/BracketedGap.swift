import Stochastic

/// λ_s with everything that bounds it.
struct BracketedGap {
  /// The best proved lower bound; 0 if none says anything
  let lower: Double
  /// The best upper bound
  let upper: Double?
  let bounds: [Bound]

  init(_ bounds: [Bound]) {
    self.bounds = bounds
    lower = bounds.filter { $0.side == .lower }.compactMap(\.value).max() ?? 0
    upper = bounds.filter { $0.side == .upper }.compactMap(\.value).min()
  }

  /// What is wrong if a number lies outside, nil if nothing is.
  func warning(about value: Double, uncertainty: Double) -> String? {
    if value + uncertainty < lower {
      return
        "the gap \(value) lies below its proved lower bound \(lower) by more than its error \(uncertainty)"
    }
    if let upper, value - uncertainty > upper * (1 + 1e-12) {
      return "the gap \(value) lies above its upper bound \(upper) by more than its error \(uncertainty)"
    }
    return nil
  }
}
