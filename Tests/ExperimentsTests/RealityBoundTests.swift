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
}
