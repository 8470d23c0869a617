/// From the firmest knowledge to the weakest.
extension Quantity.Kind: Comparable {
  private var weakness: Int {
    switch self {
    case .exact: 0
    case .bound: 1
    case .estimate: 2
    }
  }

  /// Whether the left one is firmer.
  public static func < (left: Quantity.Kind, right: Quantity.Kind) -> Bool { left.weakness < right.weakness }
}

extension Quantity {
  /// A number computed from others. Its label is the weakest of theirs: estimate, then bound, then exact.
  ///
  /// Uncertainties are moved one at a time, each to its worse side, and the changes are added up: linearly, so that
  /// nothing is assumed about how the inputs depend on each other. Where a bound goes in, `formula` must be monotone
  /// in it, so that the result errs to one side too; likewise in a confidence limit, an estimate without a standard error,
  /// which adds none to the result. An input without a number makes a result without one.
  public static func combining(
    _ inputs: [Quantity], method: String, _ formula: ([Double]) -> Double
  ) -> Quantity {
    if let missing = inputs.first(where: { $0.value == nil }) {
      return Quantity(unavailable: missing.reason ?? "one of its ingredients is not available")
    }
    let values = inputs.compactMap(\.value)
    let value = formula(values)
    guard !value.isNaN else {
      return Quantity(
        unavailable: "\(method) says nothing at \(values.map(\.description).joined(separator: ", "))")
    }
    let kind = inputs.compactMap(\.kind).max() ?? .exact
    let spread = inputs.indices.reduce(0) { $0 + change(of: formula, at: values, by: inputs[$1], place: $1) }
    return Quantity(
      value, kind, error: kind == .exact ? spread : nil,
      standardError: inputs.contains { $0.standardError != nil } ? spread : nil,
      truth: kind == .bound ? truth(of: formula, at: values, inputs) : nil, method: method)
  }

  /// On which side of the result the truth lies: where the result goes when each bound moves towards its own truth.
  /// Nil where they do not agree.
  private static func truth(
    of formula: ([Double]) -> Double, at values: [Double], _ inputs: [Quantity]
  ) -> Side? {
    let value = formula(values)
    var sides: Set<Side> = []
    for (place, input) in inputs.enumerated() where input.kind == .bound {
      guard let side = input.truth else { return nil }
      var moved = values
      moved[place] += (side == .above ? 1e-3 : -1e-3) * max(values[place].magnitude, 1e-300)
      let result = formula(moved)
      if result != value { sides.insert(result > value ? .above : .below) }
    }
    return sides.count == 1 ? sides.first : nil
  }

  /// How much the result moves at the most when one input moves by its uncertainty.
  private static func change(
    of formula: ([Double]) -> Double, at values: [Double], by input: Quantity, place: Int
  ) -> Double {
    guard let uncertainty = input.standardError ?? input.error, uncertainty > 0 else { return 0 }
    let value = formula(values)
    let moved = [-uncertainty, uncertainty].map { step in
      var values = values
      values[place] += step
      let difference = (formula(values) - value).magnitude
      return difference.isNaN ? Double.infinity : difference
    }
    return moved.max() ?? 0
  }
}
