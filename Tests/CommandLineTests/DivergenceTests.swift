import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Divergence {
    /// About a third of the paths start beyond sqrt(5) and run away; the others are good ones.
    @Test func runawayPathsAreCountedAndLeftOut() throws {
      let scratch = try Scratch()
      try scratch.write(wellExperiment(mean: 0, deviation: 2.5), to: "well.yaml")
      let outcome = try Program.run(["compare", "well.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      let warning = (outcome.output + outcome.errors).split(separator: "\n").filter { $0.contains("WARNING") }
      #expect(warning.count == 1)
      let result = try scratch.result("r")
      let diverged = try #require(try result.curve("coarse")["diverged"] as? [String: Any])
      let count = try #require(diverged["count"] as? Int)
      // P(|N(0, 2.5)| > sqrt(5)) = 0.371; the noise of the first steps adds a little
      #expect((300...550).contains(count))
      #expect(warning.first?.contains("coarse: \(count) paths DIVERGED") == true)
      #expect(diverged["firstPath"] is Int)
      let loss = try result.loss("coarse")
      let contributing = try doubles(loss["contributing"])
      #expect(contributing.allSatisfy { $0 == Double(1000 - count) })
      for key in ["mean", "standardError", "minimum", "maximum"] {
        #expect(try doubles(loss[key]).allSatisfy(\.isFinite), "\(key)")
      }
      // the survivors are in the wells
      #expect(try #require(doubles(loss["mean"]).last) < 1)
      let fine = try result.loss("fine")
      #expect(try doubles(fine["contributing"]) == [1000, 1000, 1000, 1000])
      #expect(try doubles(fine["mean"]).allSatisfy(\.isFinite))
      #expect(try result.curve("fine")["diverged"].flatMap { ($0 as? [String: Any])?["count"] as? Int } == 0)
    }

    @Test func aRunInWhichNoPathIsLeftSaysSo() throws {
      let scratch = try Scratch()
      try scratch.write(wellExperiment(mean: 10, deviation: 0), to: "well.yaml")
      let outcome = try Program.run(["compare", "well.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      #expect((outcome.output + outcome.errors).contains("coarse: 1000 paths DIVERGED"))
      let result = try scratch.result("r")
      #expect((try result.curve("coarse")["diverged"] as? [String: Any])?["count"] as? Int == 1000)
      let loss = try result.loss("coarse")
      #expect(try doubles(loss["contributing"]).last == 0)
      // no path, no number: not even an extreme
      for key in ["mean", "standardError", "minimum", "maximum"] {
        #expect(try #require(doubles(loss[key]).last).isNaN, "\(key)")
      }
      #expect(try doubles(result.loss("fine")["mean"]).allSatisfy(\.isFinite))
      #expect(
        !(outcome.output + outcome.errors).contains("all numbers are over the other paths"),
        "there are no others")
    }

    /// With no path to bootstrap from there is no confidence: an interval of width zero would claim certainty.
    @Test func aGapWithoutPathsClaimsNoConfidence() throws {
      let result = try Scratch().compare(wellExperiment(mean: 10, deviation: 0))
      let supremum = try #require(result.gaps.first?["supremum"] as? [String: Any])
      let lower = try #require(double(supremum["lower"]))
      let upper = try #require(double(supremum["upper"]))
      #expect(lower.isNaN || upper.isNaN || lower < upper)
    }
  }
}
