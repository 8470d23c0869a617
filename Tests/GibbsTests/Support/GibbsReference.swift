import Foundation
import Gibbs
import Stochastic
import Testing

/// The reference problems of dimension 1 and 2 with the answers that concern integrals against μ_s.
enum GibbsReference {
  static let cases: [Case] = load()

  static func cases(dimension: ClosedRange<Int>) -> [Case] {
    cases.filter { dimension.contains($0.potential.dimension) }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let regularization: Double
    let learningRate: Double
    let potential: WrappedPotential
    let minima: [[Double]]
    let answers: Answers
    let starts: [Start]?

    var testDescription: String { "\(id) λ = \(regularization) s = \(learningRate)" }
  }

  struct Number: Decodable, Sendable {
    let value: Double
    let error: Double
  }

  struct Radius: Decodable, Sendable {
    let radius: Double
    let mass, outsideInfimum, epsilon, neumannGap: Number
    let printed, corrected, sharp: Double?

    enum CodingKeys: String, CodingKey {
      case mass
      case radius = "R"
      case outsideInfimum = "infV_out"
      case epsilon = "eps"
      case neumannGap = "neumann_gap"
      case printed = "lambda_paper"
      case corrected = "lambda_fixed"
      case sharp = "lambda_sharp"
    }
  }

  struct Villani: Decodable, Sendable {
    let infimum, positivityRadius, halfMassRadius: Number
    let atRadius: [Radius]

    enum CodingKeys: String, CodingKey {
      case infimum = "infV"
      case positivityRadius = "R0"
      case halfMassRadius = "R_median"
      case atRadius = "at_R"
    }
  }

  struct Answers: Decodable, Sendable {
    let regularization, learningRate: Double
    let logPartitionFunction, excessRiskNorm, meanLoss, meanExcessLoss, meanSquaredNorm: Number
    let meanSquaredGradient, meanLaplacian, lossDeviation, gap, secondEigenvalue: Number
    let distances: [Number?]
    let villani: Villani

    enum CodingKeys: String, CodingKey {
      case gap, villani
      case regularization = "lambda"
      case learningRate = "s"
      case logPartitionFunction = "logZ"
      case excessRiskNorm = "C"
      case meanLoss = "EL"
      case meanExcessLoss = "EL_minus_min"
      case meanSquaredNorm = "EW2"
      case meanSquaredGradient = "EgradL2"
      case meanLaplacian = "ElapL"
      case lossDeviation = "stdL"
      case distances = "chi"
      case secondEigenvalue = "gap2"
    }
  }

  struct Start: Decodable, Sendable {
    /// Both nil for a start at a point
    let mean: [Double]?
    let standardDeviation: Double?

    enum CodingKeys: String, CodingKey {
      case mean = "m0"
      case standardDeviation = "sig0"
    }
  }

  struct Problem: Decodable, Sendable {
    struct Setting: Decodable, Sendable {
      let regularization, learningRate: Double
      let starts: [Start]

      enum CodingKeys: String, CodingKey {
        case regularization = "lambda"
        case learningRate = "s"
        case starts = "inits"
      }
    }
    let id, kind: String
    let activation: String?
    let beta: Double?
    let outer: [Double]?
    let inputs: [[Double]]?
    let labels: [Double]?
    let width, inputDimension: Int
    let cases: [Setting]

    enum CodingKeys: String, CodingKey {
      case id, kind, activation, beta, cases
      case outer = "a"
      case inputs = "X"
      case labels = "y"
      case width = "p"
      case inputDimension = "d"
    }
  }

  static let problems: [Problem] = read("problems", as: [String: [Problem]].self)

  private struct AnswerGroup: Decodable {
    let id: String
    let cases: [Answers]
  }

  private static func load() -> [Case] {
    let groups: [AnswerGroup] = read("answers", as: [String: [AnswerGroup]].self)
    return groups.flatMap { group -> [Case] in
      guard let problem = problems.first(where: { $0.id == group.id }),
        problem.width * problem.inputDimension <= 2
      else {
        return []
      }
      return group.cases.map { answers in
        let potential = makePotential(problem, regularization: answers.regularization)
        let setting = problem.cases.first {
          $0.regularization == answers.regularization && $0.learningRate == answers.learningRate
        }
        return Case(
          id: group.id, regularization: answers.regularization, learningRate: answers.learningRate,
          potential: potential,
          minima: LocalMinima.find(potential, radius: 6), answers: answers,
          starts: setting?.starts)
      }
    }
  }

  /// The quadratic of five weights, whose answers are closed forms.
  static let fiveWeights: [Answers] =
    read("answers", as: [String: [AnswerGroup]].self).first { $0.id == "P6_D5" }?.cases ?? []

  static func makePotential(_ problem: Problem, regularization: Double) -> WrappedPotential {
    switch problem.kind {
    case "double_well": return .doubleWell
    case "quadratic":
      return .quadratic(dimension: problem.width * problem.inputDimension, regularization: regularization)
    default:
      return .net(
        activation: problem.activation ?? "", beta: problem.beta ?? 1, outer: problem.outer ?? [],
        inputs: problem.inputs ?? [], labels: problem.labels ?? [], regularization: regularization)
    }
  }

  private struct File<Item: Decodable>: Decodable { let problems: [Item] }

  /// The list under the key "problems".
  private static func read<Item: Decodable>(_ name: String, as type: [String: [Item]].Type) -> [Item] {
    do {
      return try JSONDecoder().decode(File<Item>.self, from: referenceData(name)).problems
    } catch { fatalError("\(name).json: \(error)") }
  }
}
