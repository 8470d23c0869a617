import Foundation
import Guarantees
import Stochastic
import TestSupport
import Testing

/// A reference problem at one λ with the constants that an independent program computed.
struct ReferenceProblem: CustomTestStringConvertible, Sendable {
  let id: String
  let problem: Problem
  let regularization: Double
  let constants: Constants?
  let trueSmoothness: Double?

  var testDescription: String { "\(id), lambda = \(regularization)" }

  struct Problem: Decodable, Sendable {
    let id, kind: String
    let activation: String?
    let beta: Double?
    let a: [Double]?
    let x: [[Double]]?
    let y: [Double]?
    let p, d: Int

    enum CodingKeys: String, CodingKey {
      case id, kind, activation, beta, a, y, p, d
      case x = "X"
    }
  }

  struct Constants: Decodable, Sendable {
    let derivativeBound, lipschitz, secondDerivativeBound, derivativeLipschitz, valueAtZero: Double
    let dataRadius, labelBound, outerNorm, lambdaCritical: Double
    let bound, printed, corrected: Double?

    enum CodingKeys: String, CodingKey {
      case derivativeBound = "M_D"
      case lipschitz = "Lip"
      case secondDerivativeBound = "Mp_D"
      case derivativeLipschitz = "Lp_sigma"
      case valueAtZero = "sigma0"
      case dataRadius = "B_x"
      case labelBound = "B_y"
      case outerNorm = "norm_a"
      case lambdaCritical = "lambda_c"
      case bound = "B_sigma"
      case printed = "gLip_paper"
      case corrected = "gLip_fixed"
    }
  }

  /// As `langevin certify` would make it.
  func potential() throws -> any Certifiable {
    switch problem.kind {
    case "double_well": return DoubleWell()
    case "quadratic":
      return try Quadratic(dimension: problem.p * problem.d, regularization: regularization)
    default:
      let beta = problem.beta ?? 1
      switch problem.activation {
      case "sigmoid": return try risk(Sigmoid(beta: beta))
      case "tanh": return try risk(HyperbolicTangent(beta: beta))
      default: return try risk(Softplus(beta: beta))
      }
    }
  }

  private func risk<A: Activation>(_ activation: A) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: problem.a ?? [], inputs: problem.x ?? [], labels: problem.y ?? [],
      regularization: regularization)
  }

  static let all: [ReferenceProblem] = load()

  private static func load() -> [ReferenceProblem] {
    struct File<Item: Decodable>: Decodable { let problems: [Item] }
    struct Number: Decodable { let value: Double }
    struct Answer: Decodable {
      let lambda: Double
      let constants: Constants?
      let smoothness: Number?

      enum CodingKeys: String, CodingKey {
        case lambda, constants
        case smoothness = "gLip_true"
      }
    }
    struct Answers: Decodable {
      let id: String
      let answers: [Answer]

      enum CodingKeys: String, CodingKey {
        case id
        case answers = "by_lambda"
      }
    }
    guard let problems = read("problems", File<Problem>.self)?.problems,
      let answers = read("answers", File<Answers>.self)?.problems
    else { return [] }
    return zip(problems, answers).flatMap { problem, answers in
      answers.answers.map {
        ReferenceProblem(
          id: problem.id, problem: problem, regularization: $0.lambda, constants: $0.constants,
          trueSmoothness: $0.smoothness?.value)
      }
    }
  }

  private static func read<Item: Decodable>(_ name: String, _ type: Item.Type) -> Item? {
    guard let data = try? referenceData(name) else { return nil }
    return try? JSONDecoder().decode(type, from: data)
  }
}
