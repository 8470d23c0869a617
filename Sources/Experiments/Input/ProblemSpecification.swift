import Foundation

/// The loss whose dynamics are studied.
public enum ProblemSpecification: Sendable, Equatable {
  /// The regularised empirical risk of a two-layer net.
  case twoLayer(TwoLayerSpecification)
  /// `L(W) = lambda/2 |W|^2` in `dimension` coordinates, lambda > 0.
  case quadratic(dimension: Int, regularization: Double)
  /// `L(w) = (w^2 - 1)^2 / 4` on the line.
  case doubleWell

  /// Number of weights.
  public var dimension: Int {
    switch self {
    case .twoLayer(let net): net.dimension
    case .quadratic(let dimension, _): dimension
    case .doubleWell: 1
    }
  }

  /// The name of the kind in experiment files.
  public var kindName: String {
    switch self {
    case .twoLayer: Kind.twoLayer.rawValue
    case .quadratic: Kind.quadratic.rawValue
    case .doubleWell: Kind.doubleWell.rawValue
    }
  }

  /// Number of data points, nil for a problem without data.
  public var samples: Int? {
    if case .twoLayer(let net) = self { net.data.samples } else { nil }
  }
}

extension ProblemSpecification {
  private enum Kind: String, CaseIterable {
    case twoLayer = "two-layer"
    case quadratic
    case doubleWell = "double-well"

    var keys: [String] {
      switch self {
      case .twoLayer: TwoLayerSpecification.keys
      case .quadratic: ["dimension", "regularization"]
      case .doubleWell: []
      }
    }
  }

  /// Reads the block `problem`; relative CSV paths start at `directory`.
  init(_ field: InputField, directory: URL) throws(InputError) {
    let section = try field.section(["kind", "dimension"] + TwoLayerSpecification.keys)
    switch try section.variant(Kind.self, keys: \.keys) {
    case .twoLayer:
      self = .twoLayer(try TwoLayerSpecification(section, directory: directory))
    case .quadratic:
      let dimension = try section.required("dimension", "the number of weights")
      let regularization = try section.required("regularization", NumberRule.positive.rawValue)
      self = .quadratic(
        dimension: try dimension.count(1...InputLimits.weights),
        regularization: try regularization.number(.positive))
    case .doubleWell:
      self = .doubleWell
    }
  }
}
