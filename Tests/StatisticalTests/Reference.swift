import Foundation

/// Problems, and answers that were computed independently of this package, each with a bound on its error.
/// `Resources` holds both files; the conventions of each stand under its key `meta`.
enum Reference {
  static let problems: [Problem] = load("problems", as: ProblemFile.self).problems
  static let answers: [Answers] = load("answers", as: AnswerFile.self).problems

  struct Problem: Decodable, Sendable {
    enum Kind: String, Decodable {
      case net, quadratic
      case doubleWell = "double_well"
    }

    let id: String
    let kind: Kind
    let activation: String?
    let beta: Double?
    let outer: [Double]?
    let inputs: [[Double]]?
    let labels: [Double]?
    let width: Int
    let inputDimension: Int

    enum CodingKeys: String, CodingKey {
      case id, kind, activation, beta
      case outer = "a"
      case inputs = "X"
      case labels = "y"
      case width = "p"
      case inputDimension = "d"
    }
  }

  /// A number and a bound on its error.
  struct Number: Decodable, Sendable {
    let value: Double
    let error: Double
  }

  enum Start: Decodable, Equatable, Sendable {
    case gaussian(mean: [Double], standardDeviation: Double)
    case point([Double])

    private enum CodingKeys: String, CodingKey { case type, m0, sig0, w0 }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      self =
        try fields.decode(String.self, forKey: .type) == "point"
        ? .point(fields.decode([Double].self, forKey: .w0))
        : .gaussian(
          mean: fields.decode([Double].self, forKey: .m0),
          standardDeviation: fields.decode(Double.self, forKey: .sig0))
    }
  }

  struct Answers: Decodable, Sendable {
    let id: String
    let cases: [Case]
    let minibatch: [Minibatch]
  }

  /// One λ and s of a problem.
  struct Case: Decodable, Sendable {
    let regularization: Double
    let learningRate: Double
    /// E L and the standard deviation of L under the Gibbs law
    let stationaryMean: Number
    let stationaryDeviation: Number
    /// λ_s
    let spectralGap: Number
    let diffusion: [Diffusion]
    let chain: [Chain]?

    enum CodingKeys: String, CodingKey {
      case regularization = "lambda"
      case learningRate = "s"
      case stationaryMean = "EL"
      case stationaryDeviation = "stdL"
      case spectralGap = "gap"
      case diffusion = "EL_t"
      case chain
    }
  }

  /// E L(W_t) of the SDE.
  struct Diffusion: Decodable, Sendable {
    let start: Start
    let times: [Double]
    let mean: [Number]

    enum CodingKeys: String, CodingKey {
      case start = "init"
      case times = "t"
      case mean = "EL"
    }
  }

  /// E L and the standard deviation of L after k Euler–Maruyama steps of size dt.
  struct Chain: Decodable, Sendable {
    let start: Start
    let stepSize: Double
    let steps: [Int]
    let mean: [Number]
    let deviation: [Number]

    enum CodingKeys: String, CodingKey {
      case start = "init"
      case stepSize = "dt"
      case steps = "k"
      case mean = "EL"
      case deviation = "stdL"
    }
  }

  /// The same after k steps of minibatch SGD.
  struct Minibatch: Decodable, Sendable {
    let regularization: Double
    let learningRate: Double
    let batch: Int
    let mode: String
    let start: Start
    let steps: [Int]
    let mean: [Number]
    let deviation: [Number]

    enum CodingKeys: String, CodingKey {
      case mode
      case regularization = "lambda"
      case learningRate = "s"
      case batch = "b"
      case start = "init"
      case steps = "k"
      case mean = "EL"
      case deviation = "stdL"
    }
  }

  static func problem(_ id: String) -> Problem {
    guard let problem = problems.first(where: { $0.id == id }) else {
      fatalError("no reference problem \(id)")
    }
    return problem
  }

  private struct ProblemFile: Decodable { let problems: [Problem] }
  private struct AnswerFile: Decodable { let problems: [Answers] }

  private static func load<File: Decodable>(_ name: String, as type: File.Type) -> File {
    do {
      guard let url = Bundle.module.url(forResource: "Resources/\(name)", withExtension: "json") else {
        fatalError("\(name).json is not among the resources")
      }
      return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    } catch { fatalError("\(name).json: \(error)") }
  }
}
