import Stochastic

extension InitialLaw {
  /// The law when an experiment names none: mean 0, standard deviation 0.5.
  static func standard(dimension: Int) -> InitialLaw {
    .gaussian(mean: Array(repeating: 0, count: dimension), standardDeviation: 0.5)
  }

  private enum Kind: String, CaseIterable {
    case gaussian, point

    var keys: [String] {
      switch self {
      case .gaussian: ["mean", "standardDeviation"]
      case .point: ["weights"]
      }
    }
  }

  /// Reads the block `initial` for a problem of `dimension` weights; one number stands for all weights.
  init(_ field: InputField, dimension: Int) throws(InputError) {
    let section = try field.section(["kind"] + Kind.allCases.flatMap(\.keys))
    switch try section.variant(Kind.self, keys: \.keys) {
    case .gaussian:
      self = .gaussian(
        mean: try section["mean"]?.broadcast(to: dimension) ?? Array(repeating: 0, count: dimension),
        standardDeviation: try section["standardDeviation"]?.number(.nonNegative) ?? 0.5)
    case .point:
      self = .point(
        try section.required("weights", "one number, or one per weight").broadcast(to: dimension))
    }
  }
}
