import Foundation
import Testing

extension CommandLineTests {
  /// `langevin compare --epsilon`.
  @Suite struct Accuracies {
    /// The bowl's SDE in closed form, and noisy gradient descent as in `meansAreThoseOfTheScheme`.
    private func truth(_ name: String, at time: Double) -> Double {
      let start = 1 + 1 + 0.25
      switch name {
      case "sde":
        let decay = exp(-3 * time)
        return 0.75 * (start * decay + 3 * 0.1 * (1 - decay) / 3)
      case "ngd":
        let shrink = pow(1 - 1.5 * 0.1, 2)
        let power = pow(shrink, (time / 0.1).rounded())
        return 0.75 * (start * power + 3 * 0.1 * 0.1 * (1 - power) / (1 - shrink))
      default: return 0.75 * start * exp(-3 * time)
      }
    }

    /// Three curves at 99 % each: a right program misses on one seed in 33.
    @Test func everyMeanIsWithinEpsilon() throws {
      let result = try Scratch().compare(bowlExperiment, ["--epsilon", "0.002"])
      for name in ["sde", "ngd", "flow"] {
        let curve = try result.curve(name)
        let means = try doubles(result.loss(name)["mean"])
        for (mean, time) in zip(means, [0, 0.1, 0.5, 2]) {
          #expect(abs(mean - truth(name, at: time)) <= 0.002, "\(name) at \(time)")
        }
        let accuracy = try #require(curve["accuracy"] as? [String: Any])
        #expect(accuracy["reached"] as? Bool == true)
        #expect(double(result.provenance["epsilon"]) == 0.002)
        #expect(double(accuracy["epsilon"]) == 0.002 && double(accuracy["confidence"]) == 0.99)
        #expect(try doubles(accuracy["halfWidth"]).allSatisfy { $0 <= 0.002 })
        #expect(accuracy["method"] as? String == (name == "ngd" ? "monte-carlo" : "multilevel-monte-carlo"))
        let levels = accuracy["levels"] as? [[String: Any]]
        #expect(name == "ngd" ? levels == nil : (levels?.count ?? 0) >= 3)
      }
      #expect(
        result.gaps.map { $0["between"] as? [String] } == [
          ["sde", "ngd"], ["sde", "flow"], ["ngd", "flow"],
        ])
      let gap = try #require(result.gaps[0]["difference"] as? [String: Any])
      for (place, time) in [0, 0.1, 0.5, 2].enumerated() {
        let difference = truth("sde", at: time) - truth("ngd", at: time)
        // 95 % for all times together
        #expect(try doubles(gap["lower"])[place] <= difference + 1e-12)
        #expect(try doubles(gap["upper"])[place] >= difference - 1e-12)
      }
    }

    @Test func theTerminalSaysWhatWasReached() throws {
      let scratch = try Scratch()
      try scratch.write(bowlExperiment, to: "bowl.yaml")
      let outcome = try Program.run(["compare", "bowl.yaml", "--epsilon", "0.01", "--out", "r"], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("mean losses to 0.01 with 99 % confidence"))
      #expect(outcome.output.contains("times as many (estimated from the variances)"))
      #expect(scratch.exists("r/report.html") && scratch.exists("r/curve-sde.csv"))
    }

    @Test func numbersDoNotDependOnThreads() throws {
      let scratch = try Scratch()
      let means = try [1, 3].map { threads in
        let result = try scratch.compare(bowlExperiment, ["--epsilon", "0.01", "--threads", "\(threads)"])
        return try ["sde", "ngd", "flow"].map { try doubles(result.loss($0)["mean"]) }
      }
      #expect(means[0] == means[1])
    }

    @Test(arguments: [
      (["--epsilon", "0.1", "--paths", "100"], "exclude each other"),
      (["--epsilon", "0"], "expected a positive number"),
      (["--epsilon", "nan"], "expected a positive number"), (["--integrator", "heun"], "needs --epsilon"),
      (["--epsilon", "0.1", "--integrator", "euler"], "expected one of euler-maruyama"),
    ]) func badOptions(options: [String], message: String) throws {
      let outcome = try Program.run(["compare"] + options, in: Scratch())
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test func ctrlCStops() throws {
      let outcome = try Program.run(
        ["compare", "--epsilon", "3e-6", "--no-plots", "--out", "r"], in: Scratch(),
        interruption: .init(signal: SIGINT, after: 1))
      #expect(outcome.status == 130)
      #expect(outcome.seconds < 1)
    }

    /// Stopped twice and gone on with: the numbers of a run in one go. A run to another accuracy does not go on from it.
    @Test func aResumedRunEndsInTheSameBits() throws {
      let scratch = try Scratch()
      func arguments(_ epsilon: String, _ options: [String]) -> [String] {
        ["compare", "--epsilon", epsilon, "--no-plots"] + options
      }
      // a run of a second or more, on a machine that may be idle
      var epsilon = 2e-3
      var first: Outcome
      repeat {
        first = try Program.run(
          arguments("\(epsilon)", ["--out", "r", "--force"]), in: scratch,
          interruption: .init(signal: SIGINT, after: 0.7))
        if first.status == 0 { epsilon /= 1.5 }
      } while first.status == 0
      #expect(first.status == 130 && scratch.exists("r/checkpoint.bin"))
      #expect(first.errors.contains("--resume"))
      let other = try Program.run(
        arguments("\(2 * epsilon)", ["--out", "r", "--resume"]), in: scratch)
      #expect(other.status == 2 && other.errors.contains("seed, accuracy or build"), "\(other.errors)")
      _ = try Program.run(
        arguments("\(epsilon)", ["--out", "r", "--resume"]), in: scratch,
        interruption: .init(signal: SIGTERM, after: 0.7))
      if scratch.exists("r/checkpoint.bin") {
        let end = try Program.run(
          arguments("\(epsilon)", ["--out", "r", "--resume", "--threads", "3"]), in: scratch)
        #expect(end.status == 0, "\(end.errors)")
      }
      #expect(!scratch.exists("r/checkpoint.bin"))
      let whole = try Program.run(arguments("\(epsilon)", ["--json"]), in: scratch)
      let (resumed, once) = (try scratch.result("r"), try ResultDocument(whole.output))
      for name in ["sde", "ngd", "sgd"] {
        for key in ["mean", "standardError"] {
          #expect(try doubles(resumed.loss(name)[key]) == doubles(once.loss(name)[key]), "\(name) \(key)")
        }
      }
    }
  }
}
