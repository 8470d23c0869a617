import Foundation
import Gibbs
import Stochastic

/// Problems of dimension 1 and 2 with gaps that were computed independently of this package.
enum ReferenceGaps {
  struct Case: Sendable, CustomStringConvertible {
    let id: String
    let potential: WrappedPotential
    let learningRate: Double
    let answers: Answers

    var description: String { "\(id) λ = \(answers.regularization) s = \(learningRate)" }

    /// All of {L ≤ L(0) + 40 s}, hence all wells and the lowest paths between them.
    var box: [ClosedRange<Double>] {
      let level = Evaluator(potential).value(at: [Double](repeating: 0, count: potential.dimension))
      let reach = potential.sublevelRadius(level + 40 * learningRate)
      return [ClosedRange<Double>](repeating: -reach...reach, count: potential.dimension)
    }
  }

  struct Answers: Decodable, Sendable {
    let regularization, learningRate: Double
    let gap, second: GibbsReference.Number
    let villani: Balls

    enum CodingKeys: String, CodingKey {
      case gap, villani
      case regularization = "lambda"
      case learningRate = "s"
      case second = "gap2"
    }
  }

  struct Balls: Decodable, Sendable {
    let atRadius: [Ball]
    enum CodingKeys: String, CodingKey { case atRadius = "at_R" }
  }

  struct Ball: Decodable, Sendable {
    let radius: Double
    let gap: GibbsReference.Number

    enum CodingKeys: String, CodingKey {
      case radius = "R"
      case gap = "neumann_gap"
    }
  }

  private struct Group: Decodable {
    let id: String
    let cases: [Answers]
  }

  private struct File: Decodable { let problems: [Group] }

  static let line: [Case] = cases(dimension: 1)
  static let plane: [Case] = cases(dimension: 2)

  private static func cases(dimension: Int) -> [Case] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = tests.appendingPathComponent("StatisticalTests/Resources/answers.json")
    guard let data = try? Data(contentsOf: url), let file = try? JSONDecoder().decode(File.self, from: data)
    else { fatalError("cannot read \(url.path)") }
    return file.problems.flatMap { group -> [Case] in
      guard let problem = GibbsReference.problems.first(where: { $0.id == group.id }),
        problem.width * problem.inputDimension == dimension
      else { return [] }
      return group.cases.map {
        Case(
          id: group.id,
          potential: GibbsReference.makePotential(problem, regularization: $0.regularization),
          learningRate: $0.learningRate, answers: $0)
      }
    }
  }
}
