import Foundation
import Testing

extension CommandLineTests {
  @Suite struct GibbsCommands {
    private static let well = """
      name: well
      problem: {kind: double-well}
      learningRate: 0.2
      horizon: 1
      """

    private static func net(_ regularization: Double, activation: String = "tanh") -> String {
      """
      name: net
      problem:
        kind: two-layer
        activation: \(activation)
        outer: [1.0, -0.5]
        regularization: \(regularization)
        data: {inputs: [[-1.0], [0.5]], labels: [-0.6, 0.4]}
      learningRate: 0.1
      horizon: 1
      """
    }

    @Test func everyKeyOfTheInterfaceIsThere() throws {
      let result = try Scratch().gibbs(Self.well)
      #expect(result.root["schema"] as? String == "langevin/gibbs/1")
      #expect(result.provenance["seed"] as? Int == 1)
      let keys = [
        "minimumLoss", "logPartitionFunction", "meanLoss", "meanSquaredNorm", "excessRiskNorm", "spectralGap",
        "poincareConstant", "initialDistance",
      ]
      for key in keys {
        let quantity = try result.quantity(key)
        #expect(double(quantity["value"]) != nil, "\(key)")
        #expect(["exact", "estimate", "bound"].contains(quantity["kind"] as? String))
        #expect(quantity["method"] is String)
      }
      #expect(try doubles(try result.quantity("minimumLoss")["argmin"]).count == 1)
      let gap = try result.quantity("spectralGap")
      for bound in try #require(gap["bounds"] as? [[String: Any]]) {
        #expect(bound["name"] is String && bound["source"] is String)
        #expect(["lower", "upper"].contains(bound["side"] as? String))
        #expect(bound["applies"] as? Bool == (double(bound["value"]) != nil))
      }
      let villani = try result.quantity("villani")
      for key in ["infimum", "positivityRadius", "halfMassRadius", "lowerBound", "atRadius"] {
        #expect(villani[key] != nil, "\(key)")
      }
    }

    @Test func anotherGeneratorIsNotPretended() throws {
      let result = try Scratch().gibbs(Self.well + "\ngenerator: gsl:ranlxd2")
      #expect(result.provenance["generator"] as? String == "philox")
      let notes = try #require(result.root["notes"] as? [String])
      #expect(notes.contains { $0.contains("gsl:ranlxd2") })
    }

    @Test func aTinyGapIsRelativelyAccurate() throws {
      // Eyring and Kramers: (sqrt(2)/pi) exp(-1/(2s)) (1 + O(s)) for the double well
      let s = 0.02
      let result = try Scratch().gibbs(Self.well.replacing("0.2", with: "\(s)"))
      let gap = try result.quantity("spectralGap")
      let value = try #require(double(gap["value"]))
      let asymptotic = 2.0.squareRoot() / Double.pi * exp(-1 / (2 * s))
      #expect(abs(value / asymptotic - 1) < 3 * s)
      #expect(try #require(double(gap["error"])) < 1e-6 * value)
    }

    @Test func withoutRegularizationThereIsNoGibbsLaw() throws {
      let scratch = try Scratch()
      for activation in ["tanh", "softplus"] {
        try scratch.write(Self.net(0, activation: activation), to: "net.yaml")
        let outcome = try Program.run(["gibbs", "net.yaml"], in: scratch)
        #expect(outcome.status == 65)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("net.yaml") && outcome.errors.contains("problem.regularization"))
        #expect(!scratch.exists("langevin-out"))
      }
    }

    @Test func aLadderOfLearningRatesIsAscendingAndDrawn() throws {
      let scratch = try Scratch()
      try scratch.write(Self.well, to: "well.yaml")
      let outcome = try Program.run(
        ["gibbs", "well.yaml", "--out", "o", "--learning-rates", "0.5,0.1,0.2"], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let ladder = try #require(try scratch.result("o").root["ladder"] as? [[String: Any]])
      #expect(ladder.map { double($0["learningRate"]) } == [0.1, 0.2, 0.5])
      let gaps = try ladder.map { rung in
        try #require(double((rung["spectralGap"] as? [String: Any])?["value"]))
      }
      // to nine digits the values of an independent program
      #expect(zip(gaps, [0.0027761406, 0.0335452873, 0.1871704181]).allSatisfy { abs($0 / $1 - 1) < 1e-6 })
      for file in [
        "gap-bounds.csv", "landscape.csv", "ladder.csv", "plot.gp", "report.html", "experiment.yaml",
      ] {
        #expect(scratch.exists("o/\(file)"), "\(file)")
      }
      #expect(outcome.output.contains("spectral gap"))
      let again = try Program.run(["gibbs", "o/experiment.yaml", "--json"], in: scratch)
      #expect((try ResultDocument(again.output).root["ladder"] as? [Any])?.count == 3)
      #expect(try Program.run(["gibbs", "well.yaml", "--out", "o"], in: scratch).status == 2)
    }

    @Test(arguments: [["--resume"], ["--learning-rates", "0.1,-1"], ["--learning-rates", ""]])
    func usageErrors(_ options: [String]) throws {
      let scratch = try Scratch()
      try scratch.write(Self.well, to: "well.yaml")
      #expect(try Program.run(["gibbs", "well.yaml"] + options, in: scratch).status == 2)
    }

    @Test func deterministicAboveThreeDimensionsIsRefused() throws {
      let scratch = try Scratch()
      let wide = Self.net(0.1).replacing("[1.0, -0.5]", with: "[1, 1, 1, 1]")
      try scratch.write(wide + "\ngibbs: {method: deterministic}", to: "wide.yaml")
      let outcome = try Program.run(["gibbs", "wide.yaml"], in: scratch)
      #expect(outcome.status == 65 && outcome.errors.contains("gibbs.method"))
    }

    @Test func theSameBitsOnAnyNumberOfThreads() throws {
      for text in [Self.net(0.2), Self.net(0.2) + "\ngibbs: {method: monte-carlo}"] {
        let results = try ["1", "2", "3"].map { threads in
          let result = try Scratch().gibbs(text, ["--threads", threads])
          var root = result.root
          root["provenance"] = nil
          return root as NSDictionary
        }
        #expect(results[0] == results[1] && results[0] == results[2])
      }
    }
  }
}
