import Guarantees
import Stochastic
import Testing

/// Constants against an independent program, and the smoothness bounds against the true Lipschitz constant.
@Suite struct ReferenceConstantsTests {
  @Test func thereAreReferenceProblems() {
    #expect(ReferenceProblem.all.count == 8)
    #expect(ReferenceProblem.all.count { $0.constants != nil } == 7)
  }

  @Test(arguments: ReferenceProblem.all)
  func constants(_ reference: ReferenceProblem) throws {
    let potential = try reference.potential()
    guard let expected = reference.constants else { return }
    let net = try #require(potential.netConstants)
    let sigma = net.activation
    let pairs = [
      (sigma.derivativeBound, expected.derivativeBound), (sigma.lipschitz, expected.lipschitz),
      (sigma.secondDerivativeBound, expected.secondDerivativeBound),
      (sigma.derivativeLipschitz, expected.derivativeLipschitz), (sigma.valueAtZero, expected.valueAtZero),
      (sigma.bound, expected.bound ?? .infinity), (net.dataRadius, expected.dataRadius),
      (net.labelBound, expected.labelBound), (net.outerNorm, expected.outerNorm),
      (net.lambdaCritical, expected.lambdaCritical),
      (net.smoothness.printed ?? .nan, expected.printed ?? .infinity),
      (net.smoothness.corrected ?? .nan, expected.corrected ?? .infinity),
    ]
    for (value, truth) in pairs {
      #expect(value == truth || abs(value - truth) <= 1e-12 * abs(truth), "\(value) against \(truth)")
    }
    if let truth = reference.trueSmoothness { #expect(net.smoothness.best >= truth) }
    #expect(net.smoothness.best <= expected.corrected ?? .infinity)
  }

  /// The quadratic's Lipschitz constant is λ exactly, the double well has none.
  @Test func simplePotentials() throws {
    for dimension in [1, 5] {
      #expect(try Quadratic(dimension: dimension, regularization: 0.7).smoothness.best == 0.7)
    }
    let well = try #require(ReferenceProblem.all.first { $0.problem.kind == "double_well" })
    #expect(try well.potential().smoothness.best == .infinity)
  }
}
