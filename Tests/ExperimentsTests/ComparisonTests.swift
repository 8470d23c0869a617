import Foundation
import Stochastic
import Testing

@testable import Experiments

/// What a comparison says of runs whose numbers need a caveat.
@Suite struct ComparisonTests {
  private func experiment(_ text: String) throws -> Experiment {
    try Experiment.parse(text, file: "x.yaml", directory: URL(fileURLWithPath: "/"))
  }

  private func result(_ text: String) throws -> CompareResult {
    let comparison = try Comparison(try experiment(text), file: "x.yaml")
    return try comparison.result(try comparison.run(), file: nil, started: Date(), seconds: 0)
  }

  private static let well = "problem: {kind: double-well}\nlearningRate: 1\nhorizon: 1.5\npaths: 100000\n"

  /// At dt = 0.25 and s = 1 a few paths in 10^5 are beyond return at t = 1.5, and not yet at 1e150.
  @Test func aMeanThatHangsOnOnePathIsPointedAt() throws {
    let text =
      Self.well + "times: [1.5]\ninitial: {kind: point, weights: 1}\n"
      + "dynamics: [{name: coarse, kind: sde, dt: 0.25}, {name: fine, kind: sde, dt: 0.01}]"
    let warnings = try result(text).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasPrefix("coarse: from t = 1.5 on a single path") == true)
  }

  /// One label in 20,000 matters: of the retained paths none has drawn it, of all paths a few have.
  @Test func anIntervalIsNotAPointForWantOfVariation() throws {
    let inputs = "[1]" + String(repeating: ", [0]", count: 19_999)
    let labels = "1" + String(repeating: ", 0.5", count: 19_999)
    let text =
      "problem: {kind: two-layer, activation: sigmoid, outer: [1], regularization: 0, "
      + "data: {inputs: [\(inputs)], labels: [\(labels)]}}\nlearningRate: 0.1\nhorizon: 0.1\n"
      + "times: [0.1]\npaths: 200000\ninitial: {kind: point, weights: 0}\n"
      + "dynamics: [{name: sgd, kind: sgd, batch: 1}, {name: flow, kind: gradient-flow}]"
    let gap = try #require(try result(text).gaps.first)
    #expect(gap.standardError[0] > 0)
    #expect(gap.supremum.upper > gap.supremum.value)
    #expect(gap.upper[0] - gap.lower[0] > 3.9 * gap.standardError[0])
  }

  /// Two gradient flows from one point: no chance anywhere, and no word of intervals made of it.
  @Test func withoutChanceNoMethodIsClaimed() throws {
    let text =
      "problem: {kind: quadratic, dimension: 1, regularization: 1}\nlearningRate: 0.5\nhorizon: 1\n"
      + "times: [0.5, 1]\npaths: 64\ninitial: {kind: point, weights: [1]}\n"
      + "dynamics: [{name: a, kind: gradient-flow, dt: 0.5}, {name: b, kind: gradient-flow, dt: 0.01}]"
    let gap = try #require(try result(text).gaps.first?.supremum)
    #expect(gap.method == "no chance: all paths agree")
    #expect(gap.value > 0 && gap.lower == gap.value && gap.upper == gap.value)
    let accurate = try AccurateComparison(try experiment(text), file: "x.yaml", epsilon: 1e-3)
      .run(file: nil, started: Date())
    #expect(accurate.gaps.map(\.supremum.method) == ["no chance: bounds of the biases only"])
  }

  @Test func theStepThatWasMadeIsTheOneReported() throws {
    let text =
      "problem: {kind: quadratic, dimension: 1, regularization: 1}\nlearningRate: 0.5\nhorizon: 5\n"
      + "times: {count: 51}\npaths: 64\ndynamics: [{kind: sde, dt: 0.5}, {kind: noisy-gd}]"
    let result = try result(text)
    let step = try #require(result.curves[0].stepSize)
    #expect(abs(step - 0.1) < 1e-12)
    #expect(result.notes.contains { $0.contains("not 0.5, so as to hit the recording times") })
  }

  @Test func aRunThatDoesNotFitInMemoryIsRefused() throws {
    let curves = (0..<40).map { "{name: c\($0), kind: sgd, batch: 1}" }.joined(separator: ", ")
    let text =
      "problem: {kind: two-layer, activation: sigmoid, outer: {law: normal, width: 1000000, norm: 1}, "
      + "regularization: 1, data: {inputs: [[1]], labels: [1]}}\nlearningRate: 0.1\nhorizon: 1\n"
      + "times: [1]\ndynamics: [\(curves)]"
    #expect {
      _ = try Comparison(try experiment(text), file: "x.yaml", threads: 2)
    } throws: {
      ($0 as? InputError)?.value.contains("GB") == true
    }
  }

  @Test func numbersThatCannotBeRunAreTheFilesFault() throws {
    let text = Self.well.replacingOccurrences(
      of: "learningRate: 1\nhorizon: 1.5", with: "learningRate: 1e-323\nhorizon: 1e-323")
    #expect(throws: InputError.self) {
      _ = try Comparison(try experiment(text + "times: [0]\ndynamics: [{kind: sde}]"), file: "x.yaml")
    }
  }
}
