import Foundation

/// `f(x) = a . sigma(W x)` with fixed outer weights a, and `L(W) = (1/n) sum (y_i - f(x_i))^2 / 2 + lambda/2 |W|^2`.
public struct TwoLayerSpecification: Sendable, Equatable {
  public var activation: ActivationSpecification
  public var outer: OuterSpecification
  /// lambda >= 0.
  public var regularization: Double
  public var data: DataSpecification

  /// p: the number of hidden units.
  public var width: Int { outer.width }
  /// d: the number of coordinates of an input.
  public var inputDimension: Int { data.inputDimension }
  /// p d: the number of weights.
  public var dimension: Int { width * inputDimension }
}

/// The activation functions that have names in experiment files.
public enum ActivationName: String, Sendable, CaseIterable {
  /// `1 / (1 + exp(-beta x))`
  case sigmoid
  /// `tanh(beta x)`
  case tanh
  /// `log(1 + exp(beta x)) / beta`
  case softplus
}

/// An activation with its slope parameter.
public struct ActivationSpecification: Sendable, Equatable {
  public var name: ActivationName
  /// beta > 0
  public var beta: Double
}

/// The outer weights a.
public enum OuterSpecification: Sendable, Equatable {
  /// These p numbers.
  case values([Double])
  /// A normal vector of p coordinates, rescaled to the Euclidean norm `norm` > 0; without a seed of its own it is
  /// drawn with the experiment's.
  case normal(width: Int, norm: Double, seed: UInt64?)

  /// p: the number of hidden units.
  public var width: Int {
    switch self {
    case .values(let values): values.count
    case .normal(let width, _, _): width
    }
  }
}

extension TwoLayerSpecification {
  static let keys = ["activation", "outer", "regularization", "data"]

  /// Reads the keys of a two-layer problem; relative CSV paths start at `directory`.
  init(_ section: InputSection, directory: URL) throws(InputError) {
    let names = ActivationName.allCases.map(\.rawValue).joined(separator: ", ")
    let outerField = try section.required("outer", OuterSpecification.expected)
    activation = try ActivationSpecification(section.required("activation", "one of \(names)"))
    outer = try OuterSpecification(outerField)
    let rule = NumberRule.nonNegative
    regularization = try section.required("regularization", rule.rawValue).number(rule)
    data = try DataSpecification(
      section.required("data", "inputs and labels, or csv, or generator"), directory: directory)
    if dimension > InputLimits.weights {
      throw outerField.error(
        "at most \(InputLimits.shown(InputLimits.weights)) weights: this is \(width) units of \(inputDimension) inputs"
      )
    }
  }
}

extension ActivationSpecification {
  /// Reads `tanh` or `{name: sigmoid, beta: 2}`.
  init(_ field: InputField) throws(InputError) {
    guard case .mapping = field.node.content else {
      self.init(name: try field.choice(ActivationName.self), beta: 1)
      return
    }
    let section = try field.section(["name", "beta"])
    let name = try section.variant(ActivationName.self, by: "name") { _ in ["beta"] }
    let beta = try section["beta"]?.number(.positive) ?? 1
    self.init(name: name, beta: beta)
  }
}

extension OuterSpecification {
  static let expected = "a list of numbers, or {law: normal, width: p, norm: v}"

  private enum Law: String, CaseIterable { case normal }

  /// Reads a list of numbers, or a law.
  init(_ field: InputField) throws(InputError) {
    switch field.node.content {
    case .sequence:
      self = .values(try field.numbers(.finite, upTo: InputLimits.weights))
    case .mapping:
      let section = try field.section(["law", "width", "norm", "seed"])
      let law = try section.variant(Law.self, by: "law") { _ in ["width", "norm", "seed"] }
      switch law {
      case .normal:
        let width = try section.required("width", "the number of hidden units")
        let norm = try section.required("norm", NumberRule.positive.rawValue)
        self = .normal(
          width: try width.count(1...InputLimits.weights), norm: try norm.number(.positive),
          seed: try section["seed"]?.seed())
      }
    case .scalar:
      throw field.error(Self.expected)
    }
  }
}
