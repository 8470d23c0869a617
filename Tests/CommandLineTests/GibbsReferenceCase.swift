import Foundation
import TestSupport
import Testing

/// A problem, a learning rate, and what an independent program says about its Gibbs law; immutable once read.
struct GibbsReferenceCase: CustomTestStringConvertible, @unchecked Sendable {
  let id: String
  let dimension: Int
  let regularization: Double
  let learningRate: Double
  let problem: [String: Any]
  let starts: [[String: Any]]
  let answers: [String: Any]

  var testDescription: String { "\(id), lambda = \(regularization), s = \(learningRate)" }

  /// Keys of a result with the names that the answers have for them.
  static let means = [
    ("logPartitionFunction", "logZ"), ("meanLoss", "EL"), ("excessRiskNorm", "C"), ("meanSquaredNorm", "EW2"),
  ]

  static let all: [GibbsReferenceCase] = {
    let problems = read("problems")
    let answers = read("answers")
    return zip(problems, answers).flatMap { problem, answer -> [GibbsReferenceCase] in
      let settings = problem["cases"] as? [[String: Any]] ?? []
      let cases = answer["cases"] as? [[String: Any]] ?? []
      return zip(settings, cases).map { setting, numbers in
        GibbsReferenceCase(
          id: problem["id"] as? String ?? "",
          dimension: (problem["p"] as? Int ?? 1) * (problem["d"] as? Int ?? 1),
          regularization: double(setting["lambda"]) ?? 0, learningRate: double(setting["s"]) ?? 0,
          problem: problem, starts: setting["inits"] as? [[String: Any]] ?? [], answers: numbers)
      }
    }
  }()

  private static func read(_ name: String) -> [[String: Any]] {
    guard let data = try? referenceData(name),
      let document = try? ResultDocument(String(decoding: data, as: UTF8.self))
    else { return [] }
    return document.root["problems"] as? [[String: Any]] ?? []
  }

  func answer(_ name: String) throws -> Double {
    try #require(double((answers[name] as? [String: Any])?["value"]))
  }

  /// One per start; nil where there is none or it is infinite.
  var distances: [Double?] {
    (answers["chi"] as? [Any] ?? []).map { double(($0 as? [String: Any])?["value"]) }
  }

  /// The experiment in JSON; with the reference's radii unless others are given.
  func experiment(
    method: String, start: [String: Any]? = nil, radii: [Double]? = nil
  ) throws -> String {
    let villani = answers["villani"] as? [String: Any]
    let known = (villani?["at_R"] as? [[String: Any]] ?? []).compactMap { double($0["R"]) }
    var experiment: [String: Any] = [
      "name": "reference", "problem": try problemBlock(), "learningRate": learningRate, "horizon": 1.0,
      "gibbs": ["method": method, "radii": radii ?? known],
    ]
    if let start {
      let gaussian: [String: Any] = [
        "kind": "gaussian", "mean": start["m0"] ?? 0, "standardDeviation": start["sig0"] ?? 1,
      ]
      let point: [String: Any] = ["kind": "point", "weights": start["w0"] ?? []]
      experiment["initial"] = start["type"] as? String == "gauss" ? gaussian : point
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: experiment), as: UTF8.self)
  }

  private func problemBlock() throws -> [String: Any] {
    switch problem["kind"] as? String {
    case "double_well": return ["kind": "double-well"]
    case "quadratic":
      return ["kind": "quadratic", "dimension": dimension, "regularization": regularization]
    default:
      let beta = try #require(double(problem["beta"]))
      let name = try #require(problem["activation"] as? String)
      var activation: [String: Any] = ["name": name]
      if name != "tanh" { activation["beta"] = beta }
      let data: [String: Any] = ["inputs": problem["X"] ?? [], "labels": problem["y"] ?? []]
      return [
        "kind": "two-layer", "activation": activation, "outer": problem["a"] ?? [],
        "regularization": regularization, "data": data,
      ]
    }
  }
}

extension Scratch {
  /// Runs `gibbs` on an experiment text and gives the result, which must be fine.
  func gibbs(_ experiment: String, _ options: [String] = []) throws -> ResultDocument {
    try write(experiment, to: "experiment.yaml")
    let outcome = try Program.run(
      ["gibbs", "experiment.yaml", "--json"] + options, in: self, secondsAllowed: 120)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try ResultDocument(outcome.output)
  }
}

extension ResultDocument {
  /// The object under a key of the result.
  func quantity(_ key: String) throws -> [String: Any] { try #require(root[key] as? [String: Any]) }
}
