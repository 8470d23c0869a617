import Foundation
import Testing

extension CommandLineTests {
  @Suite struct PlanCommands {
    /// The reference's one-unit sigmoid net, from a normal law near its minimum.
    static let sigmoid = """
      name: sigmoid
      problem:
        kind: two-layer
        activation: sigmoid
        outer: [2.0]
        regularization: 0.1
        data: {inputs: [[-1.5], [-0.5], [0.8], [2.0]], labels: [0.3, -0.4, 1.1, 1.9]}
      learningRate: 0.2
      horizon: 12
      initial: {kind: gaussian, mean: 0.6, standardDeviation: 0.5}
      paths: 20000
      seed: 1
      dynamics: [{kind: sgd, batch: 1}]
      """

    /// Its one-unit softplus net.
    static let softplus = """
      name: softplus
      problem:
        kind: two-layer
        activation: softplus
        outer: [0.9]
        regularization: 0.2
        data: {inputs: [[-1.2], [-0.4], [0.7], [1.1]], labels: [0.5, 1.3, -0.2, 0.9]}
      learningRate: 0.2
      horizon: 16
      initial: {kind: gaussian, mean: 0.2, standardDeviation: 0.35}
      paths: 20000
      seed: 1
      dynamics: [{kind: sgd, batch: 2, sampling: without-replacement}]
      """

    @Test(arguments: [(sigmoid, "0.1"), (softplus, "0.1")])
    func sgdReachesWhatWasPlanned(text: String, epsilon: String) throws {
      let scratch = try Scratch()
      try scratch.write(text, to: "net.yaml")
      let outcome = try Program.run(
        ["plan", "net.yaml", "--epsilon", epsilon, "--run", "--out", "o"], in: scratch,
        secondsAllowed: 120)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let root = try scratch.result("o").root
      #expect(root["schema"] as? String == "langevin/plan/1")
      for name in ["stationaryExcess", "weakError"] {
        let constant = try #require(root[name] as? [String: Any])
        #expect(constant["kind"] as? String == "estimate" && constant["standardError"] == nil)
        #expect(try #require(double(constant["upper"])) >= #require(double(constant["value"])))
      }
      let steps = try #require(root["steps"] as? [[String: Any]])
      #expect(steps.map { $0["rule"] as? String } == ["theorem-3.2", "corollary-3.3"])
      for step in steps {
        let run = try #require(step["run"] as? [String: Any])
        let value = try #require(double(run["excessRisk"]))
        let error = try #require(double(run["standardError"]))
        // 2.326: the normal law's 99 % point
        #expect(value + 2.326 * error < Double(epsilon) ?? 0)
        #expect(value > 0 && run["isAchieved"] as? Bool == true)
        #expect(step["holds"] as? Bool == true)
        let hypotheses = try #require(step["hypotheses"] as? [[String: Any]])
        #expect(hypotheses.contains { $0["kind"] as? String == "estimate" })
        #expect(hypotheses.contains { $0["kind"] as? String == "exact" })
      }
      for file in ["plan-ladder.csv", "plan-rounds.csv", "sgd-corollary-3.3.csv", "report.html", "plot.gp"] {
        #expect(scratch.exists("o/\(file)"), "\(file)")
      }
      #expect(!outcome.errors.contains("gnuplot failed"), "\(outcome.errors)")
      #expect(outcome.output.contains("below epsilon with 99 % confidence"))
      #expect(try Program.run(["plan", "net.yaml", "--epsilon", "1", "--out", "o"], in: scratch).status == 2)
    }

    static let wrong: [(options: [String], phrase: String)] = [
      ([], "--epsilon"), (["--epsilon", "0"], "--epsilon 0.0: expected a positive number"),
      (["--epsilon", "-1"], "--epsilon -1.0: expected a positive number"),
      (["--epsilon", "0.1", "--horizon", "-1"], "--horizon -1.0: expected a positive number"),
      (["--epsilon", "0.1", "--horizon", "1e30"], "--horizon 1e+30: expected at most 200000000000.0"),
      (["--epsilon", "1e-18"], "--epsilon 1e-18 by T = 12 asks for"),
      (["--epsilon", "0.1", "--paths", "2"], "--paths 2: a plan needs at least 100"),
      (["--epsilon", "0.1", "--resume"], "'--resume'"),
    ]

    @Test(arguments: wrong) func usageErrors(_ options: [String], phrase: String) throws {
      let scratch = try Scratch()
      try scratch.write(Self.sigmoid, to: "net.yaml")
      let outcome = try Program.run(["plan", "net.yaml"] + options, in: scratch)
      #expect(outcome.status == 2 && outcome.errors.contains(phrase), "\(outcome.errors)")
      #expect(!scratch.exists("langevin-out"))
    }

    @Test func withoutALipschitzGradientTheFileIsAtFault() throws {
      let scratch = try Scratch()
      try scratch.write(Self.softplus.replacing("[0.9]", with: "[0.9, 1.0]"), to: "net.yaml")
      let outcome = try Program.run(["plan", "net.yaml", "--epsilon", "0.1"], in: scratch)
      #expect(outcome.status == 65 && outcome.errors.contains("problem.activation"), "\(outcome.errors)")
    }

    @Test func aProblemWithoutSamplesIsRefused() throws {
      let scratch = try Scratch()
      try scratch.write(bowlExperiment, to: "bowl.yaml")
      let outcome = try Program.run(["plan", "bowl.yaml", "--epsilon", "0.1"], in: scratch)
      #expect(outcome.status == 65 && outcome.errors.contains("problem.kind"))
      #expect(!scratch.exists("langevin-out"))
    }

    @Test func theSameBitsOnAnyNumberOfThreads() throws {
      let small = Self.sigmoid.replacing("20000", with: "640")
      let results = try ["1", "3"].map { threads in
        let scratch = try Scratch()
        try scratch.write(small, to: "net.yaml")
        let outcome = try Program.run(
          ["plan", "net.yaml", "--epsilon", "0.2", "--run", "--json", "--threads", threads], in: scratch)
        var root = try ResultDocument(outcome.output).root
        root["provenance"] = nil
        return root as NSDictionary
      }
      #expect(results[0] == results[1])
    }

    @Test func interruptionLeavesNothing() throws {
      let scratch = try Scratch()
      try scratch.write(Self.sigmoid.replacing("20000", with: "1e7"), to: "net.yaml")
      let outcome = try Program.run(
        ["plan", "net.yaml", "--epsilon", "0.01", "--out", "o"], in: scratch,
        interruption: Program.Interruption(signal: SIGINT, after: 1.5))
      #expect(outcome.status == 130 && outcome.seconds < 3)
      #expect(!scratch.exists("o"))
    }

    @Test func certifyRunHoldsTheBoundAgainstSimulation() throws {
      let scratch = try Scratch()
      try scratch.write(
        Self.sigmoid.replacing("mean: 0.6", with: "mean: -1.0").replacing("horizon: 12", with: "horizon: 24"),
        to: "net.yaml")
      let outcome = try Program.run(["certify", "net.yaml", "--run", "--out", "o"], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let reality = try #require(try scratch.result("o").root["reality"] as? [String: Any])
      let verdict = try #require(reality["verdict"] as? [String: Any])
      #expect(verdict["isCrossed"] as? Bool == false)
      #expect(try doubles(reality["times"]).count == 101)
      #expect(scratch.exists("o/reality.csv"))
      #expect(outcome.output.contains("never crossed"))
      #expect(!outcome.errors.contains("gnuplot failed"), "\(outcome.errors)")
    }
  }
}
