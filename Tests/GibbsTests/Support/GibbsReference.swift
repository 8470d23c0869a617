import Foundation
import Gibbs
import Stochastic
import TestSupport
import Testing

/// The reference problems with independently computed answers about their Gibbs laws.
enum GibbsReference {
  typealias Answers = ReferenceAnswers
  typealias Number = ReferenceAnswers.Number

  static let problems: [Problem] = read("problems")
  static let cases: [Case] = groups.flatMap(cases)
  /// Of the nets
  static let landscapes: [Landscape] = groups.flatMap(landscapes)
  private static let groups: [AnswerGroup] = read("answers")

  static func cases(dimension: ClosedRange<Int>) -> [Case] {
    cases.filter { dimension.contains($0.potential.dimension) }
  }

  /// The first case of a problem, at one λ or s if they are given.
  static func find(_ id: String, regularization: Double? = nil, learningRate: Double? = nil) throws -> Case {
    try #require(
      cases.first {
        $0.id == id && (regularization ?? $0.regularization) == $0.regularization
          && (learningRate ?? $0.learningRate) == $0.learningRate
      })
  }

  /// One λ and s of a problem.
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let potential: WrappedPotential
    let minimumLoss: Double
    let minima: [[Double]]
    let answers: Answers
    let starts: [Start]

    var regularization: Double { answers.regularization }
    var learningRate: Double { answers.learningRate }
    var testDescription: String { "\(id) λ = \(regularization) s = \(learningRate)" }
  }

  /// One λ of a net.
  struct Landscape: Sendable, CustomTestStringConvertible {
    let id: String
    let potential: WrappedPotential
    let answers: ReferenceAnswers.Landscape
    let bounds: [(learningRate: Double, bounds: Answers.LowerBounds)]

    var testDescription: String { "\(id) λ = \(answers.regularization)" }
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

    func potential(regularization: Double) -> WrappedPotential {
      switch kind {
      case "double_well": return .doubleWell
      case "quadratic":
        return .quadratic(dimension: width * inputDimension, regularization: regularization)
      default:
        return .net(
          activation: activation ?? "", beta: beta ?? 1, outer: outer ?? [], inputs: inputs ?? [],
          labels: labels ?? [], regularization: regularization)
      }
    }
  }

  private struct AnswerGroup: Decodable {
    let id: String
    /// Absent for a quadratic
    let landscapes: [ReferenceAnswers.Landscape]?
    let cases: [Answers]

    enum CodingKeys: String, CodingKey {
      case id, cases
      case landscapes = "by_lambda"
    }
  }

  private static func cases(of group: AnswerGroup) -> [Case] {
    problems.filter { $0.id == group.id }.flatMap { problem in
      group.cases.map { answers in
        let landscape = group.landscapes?.first { $0.regularization == answers.regularization }
        let potential = problem.potential(regularization: answers.regularization)
        let origin = [Double](repeating: 0, count: potential.dimension)
        let setting = problem.cases.first {
          $0.regularization == answers.regularization && $0.learningRate == answers.learningRate
        }
        return Case(
          id: group.id, potential: potential, minimumLoss: landscape?.minimum.value ?? 0,
          minima: landscape?.localMinima.map(\.weights) ?? [origin], answers: answers,
          starts: setting?.starts ?? [])
      }
    }
  }

  private static func landscapes(of group: AnswerGroup) -> [Landscape] {
    problems.filter { $0.id == group.id && $0.kind == "net" }.flatMap { problem in
      (group.landscapes ?? []).map { answers in
        Landscape(
          id: group.id, potential: problem.potential(regularization: answers.regularization),
          answers: answers,
          bounds: group.cases.filter { $0.regularization == answers.regularization }.compactMap { item in
            item.lowerBounds.map { (item.learningRate, $0) }
          })
      }
    }
  }

  private struct File<Item: Decodable>: Decodable { let problems: [Item] }

  /// The list under the key "problems".
  private static func read<Item: Decodable>(_ name: String) -> [Item] {
    do {
      return try JSONDecoder().decode(File<Item>.self, from: referenceData(name)).problems
    } catch { fatalError("\(name).json: \(error)") }
  }
}
