import Foundation
import Testing

extension CommandLineTests {
  @Suite struct CertifyCommands {
    private static func net(
      _ activation: String, lambda: Double,
      initial: String = "{kind: gaussian, mean: 0, standardDeviation: 0.2}"
    ) -> String {
      """
      name: net
      problem:
        kind: two-layer
        activation: \(activation)
        outer: [0.6, -0.8]
        regularization: \(lambda)
        data: {inputs: [[1.0], [-0.5]], labels: [0.4, -1.0]}
      learningRate: 0.05
      horizon: 4
      initial: \(initial)
      """
    }

    private static let well = """
      name: well
      problem: {kind: double-well}
      learningRate: 0.2
      horizon: 1
      """

    /// p = 10, d = 20, ‖a‖B_x = 1, B_x = √20, λ = 0.13.
    private static let paper = """
      name: paper
      problem:
        kind: two-layer
        activation: sigmoid
        outer: [\(Array(repeating: "\(1 / 200.0.squareRoot())", count: 10).joined(separator: ", "))]
        regularization: 0.13
        data:
          inputs: [[\(Array(repeating: "1.0", count: 20).joined(separator: ", "))]]
          labels: [1.0]
      learningRate: 0.05
      horizon: 4
      initial: {kind: gaussian, mean: 0, standardDeviation: 0.2}
      """

    @Test func everyKeyOfTheInterfaceIsThere() throws {
      let result = try Scratch().certify(Self.net("sigmoid", lambda: 0.3))
      #expect(result.root["schema"] as? String == "langevin/certify/1")
      let constants = try result.quantity("constants")
      for key in ["lambdaCritical", "smoothnessBound", "dataRadius", "labelBound"] {
        #expect(double(constants[key]) != nil, "\(key)")
      }
      let activation = try #require(constants["activation"] as? [String: Any])
      for key in ["bound", "lipschitz", "derivativeBound", "secondDerivativeBound"] {
        #expect(double(activation[key]) != nil, "\(key)")
      }
      #expect(result.certificates.count == 7)
      for certificate in result.certificates {
        #expect(certificate["claim"] is String && certificate["source"] is String)
        #expect(certificate["explanation"] is String && certificate["bound"] != nil)
        for hypothesis in try #require(certificate["hypotheses"] as? [[String: Any]]) {
          #expect(hypothesis["statement"] is String)
          for key in ["holds", "value", "threshold"] { #expect(hypothesis[key] != nil, "\(key)") }
        }
      }
    }

    @Test func thePapersOwnSetting() throws {
      let result = try Scratch().certify(Self.paper)
      let constants = try result.quantity("constants")
      #expect(abs((double(constants["lambdaCritical"]) ?? 0) - 0.125) < 1e-14)
      #expect(abs((double(constants["smoothnessBound"]) ?? 0) - 0.42) < 5e-3)
      let smoothness = try #require(constants["smoothness"] as? [String: Any])
      #expect(abs((double(smoothness["printed"]) ?? 0) - 4.38) < 5e-3)
      #expect(abs((double(smoothness["corrected"]) ?? 0) - 5.44) < 5e-3)
      #expect(smoothness["printedIsValid"] as? Bool == false)
      for name in ["confining", "villani", "poincare", "gradient-lipschitz"] {
        #expect(try result.certificate(name)["holds"] as? Bool == true, "\(name)")
        #expect(try result.certificate(name)["holdsAsPrinted"] as? Bool == true, "\(name)")
      }
      // 200 weights are not measured unless asked for: all but the step for an epsilon holds, without numbers
      let theorem = try result.certificate("theorem-3.2")
      #expect(theorem["holds"] is NSNull && theorem["holdsAsPrinted"] is NSNull)
      #expect((theorem["explanation"] as? String)?.contains("Everything else that the proof uses") == true)
      let bound = try #require(theorem["bound"] as? [String: Any])
      #expect(bound["value"] is NSNull && (bound["reason"] as? String)?.contains("--measure") == true)
      let gap = try #require(try result.quantity("measurements")["spectralGap"] as? [String: Any])
      #expect(gap["value"] is NSNull && (gap["reason"] as? String)?.contains("200 dimensions") == true)
    }

    @Test func belowLambdaCritical() throws {
      let result = try Scratch().certify(Self.net("tanh", lambda: 0.3))
      let villani = try result.certificate("villani")
      #expect(villani["holds"] as? Bool == true && villani["holdsAsPrinted"] as? Bool == false)
      let hypotheses = try #require(villani["hypotheses"] as? [[String: Any]])
      let critical = try #require(hypotheses.first { $0["statement"] as? String == "lambda > lambda_c" })
      #expect(critical["holds"] as? Bool == false && double(critical["value"]) == 0.3)
      #expect(abs((double(critical["margin"]) ?? 0) - (0.3 - 2)) < 1e-14)
      let theorem = try result.certificate("theorem-3.2")
      #expect(theorem["holds"] is NSNull && theorem["holdsAsPrinted"] as? Bool == false)
      let bound = try #require(theorem["bound"] as? [String: Any])
      #expect((double(bound["value"]) ?? -1) > 0 && bound["kind"] as? String == "exact")
    }

    /// What the theorems are given is what `gibbs` measures.
    @Test func measurementsAreThoseOfGibbs() throws {
      let experiment = Self.net("tanh", lambda: 0.3)
      let measured = try Scratch().certify(experiment).quantity("measurements")
      let gibbs = try Scratch().gibbs(experiment)
      for key in ["spectralGap", "excessRiskNorm", "minimumLoss", "meanExcessLoss", "initialDistance"] {
        let found = try #require(measured[key] as? [String: Any])
        let expected = double(try gibbs.quantity(key)["value"])
        #expect(expected != nil && double(found["value"]) == expected, "\(key)")
      }
    }

    @Test func softplusConvergesAsAnSDEOnly() throws {
      let result = try Scratch().certify(Self.net("softplus", lambda: 0.5))
      let holds = ["villani": true, "gradient-lipschitz": false, "theorem-3.2": false, "theorem-3.4": true]
      for (name, truth) in holds {
        #expect(try result.certificate(name)["holds"] as? Bool == truth, "\(name)")
      }
      #expect(double(try result.quantity("constants")["smoothnessBound"]) == .infinity)
      #expect(try result.certificate("theorem-3.2")["bound"] is NSNull)
    }

    @Test func aPointStartHasNoDistance() throws {
      let result = try Scratch().certify(
        Self.net("tanh", lambda: 0.3, initial: "{kind: point, weights: [0.5, 0.5]}"))
      let theorem = try result.certificate("theorem-3.2")
      #expect(theorem["holds"] as? Bool == false)
      #expect((theorem["explanation"] as? String)?.contains("no density") == true)
    }

    @Test func anUnregularizedNetIsNotRefused() throws {
      let result = try Scratch().certify(Self.net("sigmoid", lambda: 0))
      let confining = try result.certificate("confining")
      #expect(confining["holds"] as? Bool == false)
      #expect((confining["explanation"] as? String)?.contains("not integrable") == true)
      #expect(try result.certificate("theorem-3.4")["holds"] as? Bool == false)
      let gap = try #require(try result.quantity("measurements")["spectralGap"] as? [String: Any])
      #expect(gap["value"] is NSNull && (gap["reason"] as? String)?.contains("lambda is 0") == true)
    }

    @Test func theDoubleWell() throws {
      let result = try Scratch().certify(Self.well)
      #expect(try result.certificate("villani")["holds"] as? Bool == true)
      #expect(try result.certificate("gradient-lipschitz")["holds"] as? Bool == false)
      #expect(try result.certificate("theorem-3.2")["holds"] as? Bool == false)
      let constants = try result.quantity("constants")
      #expect(constants["lambdaCritical"] is NSNull && constants["reason"] is String)
    }

    @Test func accuracyAddsTheConditionsThatDependOnIt() throws {
      let experiment = Self.net("tanh", lambda: 0.3)
      let strict = try Scratch().certify(experiment, ["--epsilon", "1e-6"])
      #expect(try strict.certificate("corollary-3.3")["holds"] as? Bool == false)
      #expect(try strict.certificate("theorem-3.2")["holds"] as? Bool == false)
      #expect(try strict.certificate("theorem-3.4")["holds"] as? Bool == false)
      #expect(strict.text.contains("Fails: s <= epsilon/(A + B), with B >= 0 ("))
      #expect(double(strict.provenance["epsilon"]) == 1e-6)
      let loose = try Scratch().certify(experiment, ["--epsilon", "1e6"])
      // B is not measured here
      #expect(try loose.certificate("corollary-3.3")["holds"] is NSNull)
    }

    @Test func filesAndPlainWords() throws {
      let scratch = try Scratch()
      try scratch.write(Self.net("tanh", lambda: 0.3), to: "net.yaml")
      let outcome = try Program.run(["certify", "net.yaml"], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for words in ["Villani function: HOLDS", "Theorem 3.2", "APPLIES", "short by 1.7", "spectral gap"] {
        #expect(outcome.output.contains(words), "\(words)")
      }
      for file in [
        "result.json", "certificates.csv", "hypotheses.csv", "villani.csv", "plot.gp", "report.html",
      ] {
        #expect(!(try scratch.text("langevin-out/net/\(file)")).isEmpty, "\(file)")
      }
      let page = try scratch.text("langevin-out/net/report.html")
      #expect(page.contains("<svg") && page.contains("Theorem 3.4"))
      let again = try Program.run(["certify", "net.yaml"], in: scratch)
      #expect(again.status == 2 && again.errors.contains("--force"))
    }

    @Test func wrongOptionsAreRefused() throws {
      let scratch = try Scratch()
      try scratch.write(Self.well, to: "well.yaml")
      for options in [["--resume"], ["--epsilon", "0"], ["--epsilon", "nan"]] {
        #expect(try Program.run(["certify", "well.yaml"] + options, in: scratch).status == 2, "\(options)")
      }
    }
  }
}

extension Scratch {
  /// Runs `certify` on an experiment text and gives the result, which must be fine.
  fileprivate func certify(_ experiment: String, _ options: [String] = []) throws -> ResultDocument {
    try write(experiment, to: "experiment.yaml")
    let outcome = try Program.run(
      ["certify", "experiment.yaml", "--json"] + options, in: self, secondsAllowed: 120)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try ResultDocument(outcome.output)
  }
}

extension ResultDocument {
  fileprivate var certificates: [[String: Any]] { root["certificates"] as? [[String: Any]] ?? [] }

  fileprivate func certificate(_ name: String) throws -> [String: Any] {
    try #require(certificates.first { $0["name"] as? String == name })
  }
}
