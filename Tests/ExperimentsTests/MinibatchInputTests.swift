import Foundation
import Stochastic
import Testing

@testable import Experiments

/// Dynamics made of samples: as they are read, refused and reported.
@Suite struct MinibatchInputTests {
  private static func text(_ curves: String, times: String = "[0.4, 4.0]") -> String {
    tinyInput.replacing(/dynamics:\n(    - .*\n|  - .*\n)+/, with: "dynamics: [\(curves)]\n")
      .replacing("gsl:mt19937", with: "philox").replacing("paths: 1e3", with: "paths: 128")
      .replacing("[0.25, 1.0, 4.0]", with: times)
  }

  private func kinds(_ curves: String) throws -> [DynamicsKind] {
    try parsedInput(Self.text(curves)).dynamics.map(\.kind)
  }

  @Test func everythingIsRead() throws {
    let all =
      "{kind: covariance-sde, batch: 2, sampling: without-replacement, dt: 0.01}, "
      + "{kind: svag, refinement: 4, batch: 1}, {kind: sgd, batch: 3, momentum: 0.9, weightDecay: 1e-2, "
      + "decay: {exponent: 0.5, steps: 10}}, {name: x, kind: covariance-sde, batch: 1}"
    let variant = SGDVariant(
      momentum: 0.9, weightDecay: 0.01, decay: LearningRateDecay(exponent: 0.5, steps: 10))
    #expect(
      try kinds(all) == [
        .covarianceSDE(batch: 2, sampling: .withoutReplacement, stepSize: 0.01),
        .svag(refinement: 4, batch: 1, sampling: .withReplacement),
        .sgd(batch: 3, sampling: .withReplacement, variant: variant),
        .covarianceSDE(batch: 1, sampling: .withReplacement, stepSize: nil),
      ])
    let curves = try parsedInput(Self.text(all)).dynamics.map { Catalogue.curve($0, learningRate: 0.2) }
    #expect(curves.map(\.dynamics.stepSize) == [0.01, nil, nil, 0.01])
    #expect(curves[2].dynamics == .sgd(batch: 3, sampling: .withReplacement, variant: variant))
  }

  static let refusals: [(curve: String, key: String, phrase: String)] = [
    ("{kind: covariance-sde}", "batch", "from 1 to 3"),
    ("{kind: covariance-sde, batch: 4}", "batch", "from 1 to 3"),
    ("{kind: covariance-sde, batch: 1, sampling: reshuffle}", "sampling", "depend on each other"),
    ("{kind: covariance-sde, batch: 1, dt: 0}", "dt", "> 0"),
    ("{kind: covariance-sde, batch: 1, momentum: 0.5}", "momentum", "an unknown key"),
    ("{kind: svag, batch: 1}", "refinement", "the number of steps for one of SGD"),
    ("{kind: svag, batch: 1, refinement: 0}", "refinement", "from 1 to 1e6"),
    ("{kind: svag, batch: 1, refinement: 1.5}", "refinement", "a whole number"),
    ("{kind: svag, batch: 1, refinement: 2, sampling: reshuffle}", "sampling", "depend on each other"),
    ("{kind: svag, batch: 1, refinement: 2, dt: 1}", "dt", "an unknown key"),
    ("{kind: sgd, batch: 1, momentum: 1}", "momentum", "from 0 to below 1"),
    ("{kind: sgd, batch: 1, momentum: -0.1}", "momentum", "from 0 to below 1"),
    ("{kind: sgd, batch: 1, momentum: .nan}", "momentum", "from 0 to below 1"),
    ("{kind: sgd, batch: 1, weightDecay: -1}", "weightDecay", ">= 0"),
    ("{kind: sgd, batch: 1, decay: 0.5}", "decay", "a mapping with keys exponent, steps"),
    ("{kind: sgd, batch: 1, decay: {exponent: 1}}", "decay.steps", "k0 > 0"),
    ("{kind: sgd, batch: 1, decay: {exponent: 0, steps: 1}}", "decay.exponent", "> 0"),
    ("{kind: sgd, batch: 1, decay: {exponent: 1, step: 1}}", "decay.step", "did you mean steps?"),
    ("{kind: sgd, batch: 1, refinement: 2}", "refinement", "an unknown key"),
    ("{kind: covariance, batch: 1}", "kind", "covariance-sde"),
  ]

  @Test(arguments: refusals) func refused(curve: String, key: String, phrase: String) throws {
    let error = try #require(inputRefusal(Self.text(curve)))
    #expect(error.keyPath == "dynamics[0].\(key)")
    #expect(error.line == 17)
    #expect(error.description.contains(phrase), "\(error)")
    #expect(error.description.isOneLine)
  }

  @Test func samplesAreNeeded() throws {
    let well = "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 1\ndynamics: "
    for curve in ["{kind: covariance-sde, batch: 1}", "{kind: svag, batch: 1, refinement: 2}"] {
      let error = try #require(inputRefusal(well + "[\(curve)]"))
      #expect(error.keyPath == "dynamics[0].kind")
      #expect(error.description.contains("a double-well problem has none"))
    }
  }

  private func result(_ curves: String) throws -> CompareResult {
    let comparison = try Comparison(try parsedInput(Self.text(curves)), file: "x.yaml")
    return try comparison.result(try comparison.run(), file: nil, started: Date(), seconds: 0)
  }

  /// What two curves have in common is what is said.
  @Test func couplingIsReported() throws {
    let result = try result(
      "{kind: sgd, batch: 2}, {kind: covariance-sde, batch: 2}, {kind: svag, batch: 2, refinement: 4}, "
        + "{name: other, kind: covariance-sde, batch: 1}, {name: again, kind: covariance-sde, batch: 2, dt: 0.02}, "
        + "{kind: sde}")
    func coupling(_ first: String, _ second: String) -> String? {
      result.gaps.first { $0.first == first && $0.second == second }?.coupling
    }
    #expect(coupling("sgd", "covariance-sde") == "common minibatches and initial weights")
    #expect(coupling("sgd", "svag") == "common first minibatches and initial weights")
    #expect(coupling("sgd", "other") == "common minibatch words and initial weights")
    #expect(
      coupling("covariance-sde", "again") == "common sample noise over each step of SGD and initial weights")
    #expect(coupling("covariance-sde", "sde") == "common initial weights")
    #expect(result.curves.map(\.kind).prefix(3) == ["sgd", "covariance-sde", "svag"])
    #expect(result.curves[1].stepSize == 0.01)
  }

  @Test func trapsArePointedAt() throws {
    let notes = try result(
      "{kind: covariance-sde, batch: 2, dt: 0.1}, {kind: sgd, batch: 1, sampling: reshuffle}, "
        + "{name: heavy, kind: sgd, batch: 1, momentum: 0.5, decay: {exponent: 1, steps: 5}}"
    ).notes
    for phrase in [
      "is not invariant under this noise", "Halve dt", "nearly cancels over an epoch", "rate s/(1 - mu)",
      "time is nominal",
    ] {
      #expect(notes.contains { $0.contains(phrase) }, "no \(phrase) in \(notes)")
    }
    let plain = try result("{kind: sgd, batch: 1, sampling: reshuffle}, {kind: sde}").notes
    #expect(!plain.contains { $0.contains("epoch") || $0.contains("nominal") || $0.contains("mu v") })
  }

  /// A plan for plain SGD is not made from the batch of another algorithm.
  @Test func variantsAreNotTakenForSGD() throws {
    let heavy = try parsedInput(Self.text("{name: heavy, kind: sgd, batch: 2, momentum: 0.5}"))
    #expect(heavy.firstSGD == nil)
    #expect(heavy.variantRemark?.hasPrefix("heavy: ") == true)
    let both = try parsedInput(
      Self.text("{name: heavy, kind: sgd, batch: 2, momentum: 0.5}, {kind: sgd, batch: 3}"))
    #expect(both.firstSGD?.batch == 3)
    #expect(both.variantRemark != nil)
    #expect(try parsedInput(tinyInput).variantRemark == nil)
    #expect {
      _ = try PlanStudy(heavy, file: "x.yaml", accuracy: 0.1, runs: false)
    } throws: {
      ($0 as? InputError)?.value.contains("momentum") == true
    }
  }
}
