import Foundation
import Testing

extension CommandLineTests {
  @Suite struct CompareResults {
    @Test func theDocumentStartsWithSchemaAndProvenance() throws {
      let text = try Scratch().compare(smallExperiment).text
      let start = text.filter { !$0.isWhitespace }
      #expect(start.hasPrefix(#"{"schema":"langevin/compare/1","provenance":{"version":""#))
    }

    @Test func provenanceSaysWhereTheNumbersComeFrom() throws {
      let scratch = try Scratch()
      let result = try scratch.compare(smallExperiment, ["--threads", "2"])
      let provenance = result.provenance
      let version = try Program.run(["--version"], in: scratch).output
      #expect(provenance["version"] as? String == version.trimmingCharacters(in: .newlines))
      #expect(provenance["seed"] as? Int == 3)
      #expect(provenance["generator"] as? String == "philox")
      #expect(provenance["threads"] as? Int == 2)
      #expect(provenance["paths"] as? Int == 64)
      #expect(provenance["experimentFile"] as? String == "experiment.yaml")
      let experiment = try #require(provenance["experiment"] as? [String: Any])
      #expect(experiment["name"] as? String == "small")
      #expect((experiment["dynamics"] as? [Any])?.count == 2)
    }

    @Test func curvesAndGapsHaveOneNumberPerTime() throws {
      let result = try Scratch().compare(bowlExperiment, ["--paths", "100"])
      #expect(result.curves.map { $0["name"] as? String } == ["sde", "ngd", "flow"])
      #expect(result.curves.map { $0["kind"] as? String } == ["sde", "noisy-gd", "gradient-flow"])
      #expect(result.curves.map { double($0["dt"]) } == [0.02, nil, 0.01])
      for curve in result.curves {
        #expect(double(curve["learningRate"]) == 0.1)
        #expect(try doubles(curve["times"]) == [0, 0.1, 0.5, 2])
        let loss = try #require(curve["loss"] as? [String: Any])
        let quantiles = try #require(loss["quantiles"] as? [String: Any])
        #expect(quantiles.keys.sorted() == ["0.05", "0.25", "0.5", "0.75", "0.95"])
        let keys = ["mean", "standardError", "minimum", "maximum"]
        let series: [Any?] = keys.map { loss[$0] } + quantiles.values.map { $0 }
        for numbers in series {
          let numbers = try doubles(numbers)
          #expect(numbers.count == 4 && numbers.allSatisfy(\.isFinite))
        }
        #expect(try doubles(loss["contributing"]) == [100, 100, 100, 100])
        #expect((curve["diverged"] as? [String: Any])?["count"] as? Int == 0)
      }
      let pairs = [["sde", "ngd"], ["sde", "flow"], ["ngd", "flow"]]
      #expect(result.gaps.map { $0["between"] as? [String] } == pairs)
      for gap in result.gaps { try checkGap(gap, in: result) }
    }

    /// Kinds without Brownian path: what a curve and a gap say of them, and E L of the quadratic under the Gibbs law,
    /// D s/4 = 0.075, within 4.5 standard errors.
    @Test func dynamicsOfTheGibbsLaw() throws {
      let text =
        bowlExperiment.replacing("horizon: 2.0", with: "horizon: 20.0")
        .replacing("times: [0.0, 0.1, 0.5, 2.0]", with: "times: [0.0, 20.0]")
        .components(separatedBy: "dynamics:\n")[0] + """
          dynamics:
            - {name: b, kind: underdamped, friction: 2, dt: 0.2}
            - {name: o, kind: underdamped, integrator: obabo, friction: 2, dt: 0.05}
            - {name: m, kind: mala, dt: 0.5}
            - {name: g, kind: gradient-flow, integrator: gsl-rk8pd, tolerance: 1e-9}

          """
      let result = try Scratch().compare(text)
      #expect(
        result.curves.map { $0["kind"] as? String } == [
          "underdamped", "underdamped", "mala", "gradient-flow",
        ])
      #expect(result.curves.map { double($0["dt"]) } == [0.2, 0.05, 0.5, nil])
      let names = ["baoab", "obabo", nil, "gsl-rk8pd"]
      #expect(result.curves.map { $0["integrator"] as? String } == names)
      #expect(result.curves.map { double($0["friction"]) } == [2, 2, nil, nil])
      #expect(result.curves.map { double($0["tolerance"]) } == [nil, nil, nil, 1e-9])
      for name in ["b", "o", "m"] {
        let loss = try result.loss(name)
        let (mean, error) = (try doubles(loss["mean"]), try doubles(loss["standardError"]))
        #expect(abs(mean[1] - 0.075) < 4.5 * error[1] + 1e-4, "\(name)")
      }
      // ‖w₀‖² = 2.25
      #expect(abs(try doubles(result.loss("g")["mean"])[1] - 0.75 * 2.25 * exp(-60)) < 1e-9)
      #expect(result.gaps.count == 6)
      #expect(result.gaps[0]["coupling"] as? String == "common velocity noise")
    }

    private func checkGap(_ gap: [String: Any], in result: ResultDocument) throws {
      let names = try #require(gap["between"] as? [String])
      let difference = try #require(gap["difference"] as? [String: Any])
      let mean = try doubles(difference["mean"])
      #expect(mean.count == 4)
      #expect(try doubles(difference["standardError"]).count == 4)
      let first = try doubles(result.loss(names[0])["mean"])
      let second = try doubles(result.loss(names[1])["mean"])
      for (gap, difference) in zip(mean, zip(first, second).map { $0 - $1 }) {
        #expect(abs(gap - difference) < 1e-12)
      }
      let supremum = try #require(gap["supremum"] as? [String: Any])
      let value = try #require(double(supremum["value"]))
      #expect(value == mean.map(\.magnitude).max())
      #expect(try #require(double(supremum["lower"])) <= value)
      #expect(try #require(double(supremum["upper"])) >= value)
      let time = try #require(double(supremum["time"]))
      #expect([0, 0.1, 0.5, 2].contains(time))
    }

    @Test func jsonAloneWritesNoFile() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(["compare", "--paths", "64", "--json"], in: scratch)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(try ResultDocument(outcome.output).curves.count >= 2)
      #expect(try scratch.entries() == [])
    }

    @Test func jsonWithOutWritesBoth() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["compare", "--paths", "64", "--json", "--out", "r", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      #expect(try outcome.output == scratch.text("r/result.json"))
      #expect(scratch.exists("r/report.html"))
    }

    @Test func quietIsSilent() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(["compare", "--paths", "64", "--quiet", "--out", "r"], in: scratch)
      #expect(outcome.status == 0)
      #expect(outcome.output == "")
      #expect(outcome.errors == "")
      #expect(scratch.exists("r/result.json"))
    }

    /// The mean losses of Euler–Maruyama and of the gradient flow are known: w after n steps of size h is
    /// normal with mean w0 (1 - lambda h)^n and variance s h (1 - q^n) / (1 - q), q = (1 - lambda h)^2.
    /// 24 comparisons at 4.5 standard errors: a sound program fails once in 6000 seeds.
    @Test(arguments: ["philox", "gsl:ranlxd2"]) func meansAreThoseOfTheScheme(generator: String) throws {
      let result = try Scratch().compare(bowlExperiment + "generator: \(generator)\n")
      #expect(result.provenance["generator"] as? String == generator)
      let times = [0, 0.1, 0.5, 2.0]
      let start = 1 + 1 + 0.25
      for (name, step) in [("sde", 0.02), ("ngd", 0.1)] {
        let loss = try result.loss(name)
        let (means, errors) = (try doubles(loss["mean"]), try doubles(loss["standardError"]))
        for (index, time) in times.enumerated() {
          let shrink = pow(1 - 1.5 * step, 2)
          let power = pow(shrink, (time / step).rounded())
          let truth = 0.75 * (start * power + 3 * 0.1 * step * (1 - power) / (1 - shrink))
          #expect(abs(means[index] - truth) <= 4.5 * errors[index] + 1e-12, "\(name) at \(time)")
        }
        #expect(errors[3] < 0.0015)
      }
      for (mean, time) in zip(try doubles(result.loss("flow")["mean"]), times) {
        #expect(abs(mean - 0.75 * start * exp(-3 * time)) < 1e-8)
      }
    }

    @Test func numbersDoNotDependOnThreads() throws {
      let scratch = try Scratch()
      let numbers = try [1, 2, 3].map { threads in
        let arguments = ["compare", "--paths", "5000", "--json", "--threads", "\(threads)"]
        let result = try ResultDocument(Program.run(arguments, in: scratch).output)
        #expect(result.provenance["threads"] as? Int == threads)
        return try result.numbers
      }
      #expect(numbers[0] == numbers[1])
      #expect(numbers[0] == numbers[2])
    }

    @Test func numbersDependOnTheSeed() throws {
      let scratch = try Scratch()
      let results = try ["7", "8"].map { try scratch.compare(bowlExperiment, ["--seed", $0]) }
      #expect(results.map { $0.provenance["seed"] as? Int } == [7, 8])
      let means = try results.map { try doubles($0.loss("sde")["mean"]) }
      #expect(means[0][0] == means[1][0], "all paths start at the same point")
      #expect(zip(means[0], means[1]).dropFirst().allSatisfy { $0 != $1 })
    }
  }
}
