import Foundation
import Stochastic
import Testing

@testable import Experiments

/// The decay bound against simulation. Every gate is in standard errors of runs with a fixed seed.
@Suite struct RealityBoundTests {
  private func result(_ problem: RealityProblem, paths: Int) throws -> RealityResult {
    try RealityStudy(try problem.experiment(paths: paths), file: "x.yaml")
      .run(control: RunControl(), progress: { _ in })
  }

  /// The SDE's curve is extrapolated to dt = 0: Euler-Maruyama's own bias does not count for or against the theorem.
  @Test(arguments: RealityProblem.allCases)
  func theSDENeverCrossesItsBoundAndDecaysAtTheSpectralGap(_ problem: RealityProblem) throws {
    let result = try result(problem, paths: 200_000)
    #expect(result.bound.obstruction == nil)
    #expect(!result.verdict.isCrossed, "\(result.verdict)")
    #expect(result.warnings.isEmpty)
    let loose = try #require(result.verdict.looseness)
    #expect(loose > 1)
    let time = try #require(result.verdict.loosenessTime)
    #expect(result.sde.times.contains(time) && result.verdictText.contains("distance at t = "))
    #expect(RealityPicture(result: result).commands.contains { $0.contains("bound on the SDE") })
    let fit = try #require(result.fit, "\(result.fitReason ?? "")")
    let discrepancy = try #require(result.rateDiscrepancy)
    #expect(abs(discrepancy) < 3, "\(fit) against \(String(describing: result.seenRate))")
    #expect(fit.probability > 1e-3)
    // the fit must be able to fail: neither half nor twice the rate would pass
    #expect(fit.rate.standardError < 0.1 * fit.rate.value)
    let gap = try #require(result.bound.rate.value)
    let seen = try #require(result.seenRate?.value)
    // of a quadratic the loss sees 2 lambda only
    #expect(abs(seen / gap - (problem == .quadratic ? 2 : 1)) < 1e-4)
  }

  /// An initial law wider than the Gibbs law: there is no bound, and the picture neither names nor makes room for it.
  @Test func whereThereIsNoBoundNoneIsDrawn() throws {
    let experiment = try parsedInput(
      "problem: {kind: quadratic, dimension: 1, regularization: 0.7}\nlearningRate: 0.2\nhorizon: 4\n"
        + "initial: {kind: gaussian, mean: 0.6, standardDeviation: 0.8}\npaths: 256\nseed: 5\n"
        + "dynamics: [{kind: sde, dt: 0.02}]\n")
    let result = try RealityStudy(experiment, file: "x.yaml").run(control: RunControl(), progress: { _ in })
    #expect(result.bound.isInfinite && result.verdictText.hasPrefix("says nothing"))
    let commands = RealityPicture(result: result).commands
    #expect(!commands.contains { $0.contains("bound on") || $0.contains("C(s)") })
    let largest = try #require(result.sde.mean.max())
    let tops = try commands.filter { $0.hasPrefix("set yrange") }.map { line in
      try #require(Double(line.split(separator: ":")[1].dropLast()))
    }
    #expect(tops.count == 2 && tops[0] > largest && tops[0] < 2 * largest)
  }
}
