import Foundation
import Gibbs
import Stochastic

/// A potential together with the constants that its Gibbs law needs, for tests: nothing but λ is claimed.
struct Known: GibbsPotential {
  let base: any TwiceDifferentiable
  let regularization: Double
  var dimension: Int { base.dimension }
  var scratchCount: Int { base.scratchCount }
  var remainderInfimum: Double { 0 }
  var remainderSupremum: Double { .infinity }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { base.value(at: w, scratch: scratch) }
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    base.gradient(at: w, into: gradient, scratch: scratch)
  }
  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { base.laplacian(at: w, scratch: scratch) }
  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    base.hessian(at: w, into: hessian, scratch: scratch)
  }
}

/// One λ and s of a problem whose answers were computed independently of this package.
struct KnownCase: Sendable, CustomStringConvertible {
  let id: String
  let regularization: Double
  let learningRate: Double
  let minimumLoss: Double
  let minima: [[Double]]
  /// By name: EL, EW2, C, stdL, EL_minus_min, logZ, gap, gap_upper_linear, gap_upper_L
  let values: [String: Double]
  private let problem: [String: any Sendable]

  var description: String { "\(id), lambda \(regularization), s \(learningRate)" }

  func potential() throws -> Known { Known(base: try base(), regularization: regularization) }

  private func base() throws -> any TwiceDifferentiable {
    let width = number("p") * number("d")
    switch problem["kind"] as? String {
    case "quadratic": return try Quadratic(dimension: Int(width), regularization: regularization)
    case "double_well": return DoubleWell()
    default: break
    }
    let beta = problem["beta"] as? Double ?? 1
    switch problem["activation"] as? String {
    case "sigmoid": return try risk(Sigmoid(beta: beta))
    case "tanh": return try risk(HyperbolicTangent(beta: beta))
    case "softplus": return try risk(Softplus(beta: beta))
    default: throw ProblemError("\(id): unknown activation")
    }
  }

  private func number(_ key: String) -> Double { problem[key] as? Double ?? .nan }

  private func risk(_ activation: some Activation) throws -> any TwiceDifferentiable {
    try RegularizedRisk(
      activation: activation, outer: problem["a"] as? [Double] ?? [],
      inputs: problem["X"] as? [[Double]] ?? [],
      labels: problem["y"] as? [Double] ?? [], regularization: regularization)
  }

  static let all: [KnownCase] = {
    let problems = load("problems")
    return load("answers").flatMap { answers -> [KnownCase] in
      let id = answers["id"] as? String ?? ""
      guard let problem = problems.first(where: { $0["id"] as? String == id }) else { return [] }
      return (answers["cases"] as? [[String: Any]] ?? []).map { KnownCase(id, $0, answers, problem) }
    }
  }()

  private init(_ id: String, _ given: [String: Any], _ answers: [String: Any], _ problem: [String: Any]) {
    func value(_ any: Any?) -> Double? { (any as? [String: Any])?["value"] as? Double }
    self.id = id
    let lambda = given["lambda"] as? Double ?? .nan
    regularization = lambda
    learningRate = given["s"] as? Double ?? .nan
    let constants = (answers["by_lambda"] as? [[String: Any]] ?? []).first {
      $0["lambda"] as? Double == lambda
    }
    minimumLoss = value(constants?["Lmin"]) ?? 0
    minima = (constants?["local_minima"] as? [[String: Any]] ?? []).compactMap { $0["w"] as? [Double] }
    values = given.compactMapValues(value)
    self.problem = problem.compactMapValues {
      $0 as? Double ?? $0 as? String ?? $0 as? [[Double]] ?? ($0 as? [Double]) as (any Sendable)?
    }
  }

  private static func load(_ name: String) -> [[String: Any]] {
    guard let data = try? referenceData(name),
      let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [] }
    return document["problems"] as? [[String: Any]] ?? []
  }
}
