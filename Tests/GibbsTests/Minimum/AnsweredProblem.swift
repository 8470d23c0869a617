import Foundation
import Gibbs
import Stochastic

/// A reference problem at one λ with what is known about its landscape.
struct AnsweredProblem: Sendable, CustomStringConvertible {
  let id: String
  let lambda: Double
  let activation: String
  let outer: [Double]
  let inputs: [[Double]]
  let labels: [Double]
  let answers: Landscape
  /// By learning rate
  let bounds: [(learningRate: Double, bounds: LowerBounds)]

  var description: String { "\(id), lambda \(lambda)" }

  struct Value: Decodable, Sendable { let value: Double }
  struct Minimum: Decodable, Sendable {
    let value: Double
    let weights: [Double]

    enum CodingKeys: String, CodingKey {
      case value = "L"
      case weights = "w"
    }
  }
  struct Landscape: Decodable, Sendable {
    let lambda: Double
    let minimum: Value
    let argmin: [Double]
    let localMinima: [Minimum]
    let hessMin: Value?
    let hessMax: Value?
    let dataInf: Value?
    let dataSup: Value?

    enum CodingKeys: String, CodingKey {
      case lambda, argmin, localMinima, hessMin, hessMax, dataInf, dataSup
      case minimum = "Lmin"
    }
  }
  struct LowerBounds: Decodable, Sendable {
    let holleyStroock: Double?
    let bakryEmery: Double?
  }

  /// The nets of the reference problems.
  static let nets: [AnsweredProblem] = load()

  /// Calls `body` with the potential.
  func withPotential<Result>(_ body: any NetBody<Result>) throws -> Result {
    switch activation {
    case "sigmoid": try body.run(risk(Sigmoid()))
    case "tanh": try body.run(risk(HyperbolicTangent()))
    default: try body.run(risk(Softplus()))
    }
  }

  private func risk<A: Activation>(_ activation: A) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: labels, regularization: lambda)
  }

  private struct ProblemFile: Decodable { let problems: [Problem] }
  private struct Problem: Decodable {
    let id: String
    let kind: String
    let activation: String?
    let outer: [Double]?
    let inputs: [[Double]]?
    let labels: [Double]?

    enum CodingKeys: String, CodingKey {
      case id, kind, activation
      case outer = "a"
      case inputs = "X"
      case labels = "y"
    }
  }
  private struct AnswerFile: Decodable { let problems: [Answers] }
  private struct Answers: Decodable {
    let id: String
    let byLambda: [Landscape]
    let cases: [Case]
  }
  private struct Case: Decodable {
    let lambda: Double
    let s: Double
    let lowerBounds: LowerBounds
  }

  private static func load() -> [AnsweredProblem] {
    do {
      let problems: ProblemFile = try file("problems")
      let answers: AnswerFile = try file("answers")
      return problems.problems.filter { $0.kind == "net" }.flatMap { problem in
        let known = answers.problems.filter { $0.id == problem.id }
        return known.flatMap { answer in
          answer.byLambda.map { landscape in
            AnsweredProblem(
              id: problem.id, lambda: landscape.lambda, activation: problem.activation ?? "",
              outer: problem.outer ?? [],
              inputs: problem.inputs ?? [], labels: problem.labels ?? [], answers: landscape,
              bounds: answer.cases.filter { $0.lambda == landscape.lambda }.map { ($0.s, $0.lowerBounds) })
          }
        }
      }
    } catch { fatalError("reference files: \(error)") }
  }

  private static func file<Contents: Decodable>(_ name: String) throws -> Contents {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Contents.self, from: referenceData(name))
  }
}

/// Something to do with a net, whatever its activation.
protocol NetBody<Result> {
  associatedtype Result
  func run<P: GibbsPotential & FiniteSum>(_ potential: P) throws -> Result
}
