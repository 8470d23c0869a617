import GSL
import Guarantees
import Stochastic
import TestSupport
import Testing

/// Every bound on ten thousand nets, each at one point with the exact Hessian and at sixteen points with the rest.
@Suite struct InequalityTests {
  static let count = 10_000

  @Test func smoothnessBoundsTheHessian() throws {
    var random = SplitMix64(seed: 1)
    var tightest = 0.0
    var printedFailures = (radiusAtMostOne: 0, radiusAboveOne: 0)
    for place in 0..<Self.count {
      let net = RandomNet(&random)
      let outcome =
        try place.isMultiple(of: 2)
        ? check(net, Sigmoid(beta: net.beta)) : check(net, HyperbolicTangent(beta: net.beta))
      #expect(outcome.truth <= outcome.smoothness.best * (1 + 1e-12))
      #expect(outcome.truth <= (outcome.smoothness.corrected ?? 0) * (1 + 1e-12))
      tightest = max(tightest, outcome.truth / outcome.smoothness.best)
      if outcome.truth > outcome.smoothness.printed ?? 0 {
        if outcome.smoothness.printedIsValid {
          printedFailures.radiusAtMostOne += 1
        } else {
          printedFailures.radiusAboveOne += 1
        }
      }
    }
    // a bound that is too large by a constant factor would not come this near
    #expect(tightest > 0.9)
    #expect(printedFailures.radiusAtMostOne == 0)
    #expect(printedFailures.radiusAboveOne > 0)
  }

  private func check<A: Activation>(
    _ net: RandomNet, _ activation: A
  ) throws -> (truth: Double, smoothness: Smoothness) {
    let risk = try net.risk(activation)
    let probe = Probe(risk)
    probe.move(to: net.points)
    let values = try symmetricEigenvalues(probe.hessian(lane: 0))
    return (values.reduce(0) { max($0, abs($1)) }, risk.smoothness)
  }

  @Test func inequalitiesForBoundedActivations() throws {
    var random = SplitMix64(seed: 2)
    var tightness = Tightness()
    for place in 0..<Self.count {
      let net = RandomNet(&random)
      if place.isMultiple(of: 2) {
        try expectInequalities(net.risk(Sigmoid(beta: net.beta)), net, &tightness)
      } else {
        try expectInequalities(net.risk(HyperbolicTangent(beta: net.beta)), net, &tightness)
      }
    }
    #expect(tightness.laplacian > 0.9 && tightness.gradient > 0.9)
  }

  @Test func inequalitiesForSoftplus() throws {
    var random = SplitMix64(seed: 3)
    var tightness = Tightness()
    var single = (count: 0, tightest: 0.0)
    for _ in 0..<Self.count {
      let net = RandomNet(&random)
      let risk = try net.risk(Softplus(beta: net.beta))
      try expectInequalities(risk, net, &tightness)
      let smoothness = risk.smoothness.best
      #expect((smoothness < .infinity) == (net.outer.count == 1))
      guard smoothness < .infinity else { continue }
      let probe = Probe(risk)
      probe.move(to: net.points)
      let values = try symmetricEigenvalues(probe.hessian(lane: 0))
      let truth = values.reduce(0) { max($0, abs($1)) }
      #expect(truth <= smoothness * (1 + 1e-12))
      single = (single.count + 1, max(single.tightest, truth / smoothness))
    }
    #expect(tightness.laplacian > 0.9 && tightness.gradient > 0.9)
    #expect(single.count > 1000 && single.tightest > 0.8)
  }

  /// How near the bounds came to what they bound: one that is loose by a factor does not.
  private struct Tightness {
    var laplacian = 0.0
    var gradient = 0.0
  }

  /// (4), (5) printed and sharp, and every lower bound of V_s.
  private func expectInequalities<A: Activation>(
    _ risk: RegularizedRisk<A>, _ net: RandomNet, _ tightness: inout Tightness
  ) throws {
    let constants = NetConstants(risk)
    let probe = Probe(risk)
    probe.move(to: net.points)
    let (square, laplacian, radius) = (probe.squaredGradient(), probe.laplacian(), probe.radius())
    for lane in 0..<16 {
      let r = radius[lane]
      let slack = 1e-11 * (square[lane] + abs(laplacian[lane]) + 1)
      let lower = constants.squaredGradientLowerBound(radius: r)
      let upper = constants.sharpLaplacianUpperBound(radius: r)
      #expect(square[lane] >= lower - slack)
      #expect(laplacian[lane] <= upper + slack)
      #expect(upper <= constants.laplacianUpperBound(radius: r) * (1 + 1e-12))
      tightness.laplacian = max(tightness.laplacian, laplacian[lane] / upper)
      tightness.gradient = max(tightness.gradient, lower / square[lane])
      for s in [0.01, 1, 10] {
        let villani = square[lane] / s - laplacian[lane]
        for bound in constants.villaniLowerBounds(learningRate: s) {
          #expect(villani >= bound.value(radius: r) - slack * (1 + 1 / s), "\(bound.name)")
        }
      }
    }
  }
}
