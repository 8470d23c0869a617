/// How large an experiment may be. Every limit is checked, and stated in the error, before anything is allocated.
enum InputLimits {
  /// Bytes of an experiment file.
  static let fileBytes = 64 << 20
  /// Bytes of a CSV file.
  static let csvBytes = 1 << 30
  /// Levels of lists and mappings inside each other.
  static let nesting = 64
  /// Simulated paths.
  static let paths = 1_000_000_000_000
  /// Weights of a problem: width times input dimension for a two-layer net.
  static let weights = 1_000_000
  /// Rows of a data set.
  static let samples = 10_000_000
  /// Numbers in the inputs of a data set: rows times columns.
  static let dataEntries = 100_000_000
  /// Recorded times.
  static let times = 100_000
  /// Accumulators of a comparison: times x curves x (curves + 1)/2, of 640 bytes each.
  static let recordCells = 400_000
  /// Bytes that all threads of a run may take together.
  static let runBytes = 8e9
  /// Steps of one path: horizon over step size.
  static let steps = 1e12
  /// Error that a solver may make in a step; below, rounding is all there is.
  static let tolerance = 1e-13...0.1
  /// Curves of one experiment.
  static let dynamics = 64
  /// Extra radii of the Villani-route bound.
  static let radii = 100
  /// Rungs of a ladder of learning rates.
  static let learningRates = 100
  /// UTF-8 bytes of a name that becomes part of a path.
  static let nameBytes = 100

  /// A limit as a person would write it: `1e12` rather than a row of zeros.
  static func shown(_ limit: Int) -> String {
    let digits = String(limit)
    guard digits.count > 5, digits.first == "1", digits.dropFirst().allSatisfy({ $0 == "0" }) else {
      return digits
    }
    return "1e\(digits.count - 1)"
  }
}
