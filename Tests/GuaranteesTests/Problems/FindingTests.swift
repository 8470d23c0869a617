import GSL
import Guarantees
import Stochastic
import Testing

/// What theory decides about a potential, against rays and Hessians where it says no.
@Suite struct FindingTests {
  private func net<A: Activation>(
    _ activation: A, _ outer: [Double], _ inputs: [[Double]], lambda: Double = 0
  ) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: inputs.indices.map { Double($0) },
      regularization: lambda)
  }

  @Test func regularizedNetsAreVillani() throws {
    let potentials: [any Certifiable] = [
      try net(Sigmoid(), [1, -2], [[1, 2], [-1, 0]], lambda: 1e-6),
      try net(HyperbolicTangent(), [3], [[5]], lambda: 1e-6),
      try net(Softplus(), [1, -1], [[1]], lambda: 1e-6),
      try Quadratic(dimension: 4, regularization: 1), DoubleWell(),
    ]
    for potential in potentials {
      #expect(potential.confinement.holds == true && potential.villani.holds == true)
    }
  }

  @Test func unregularizedRectifiers() throws {
    let cases: [(outer: [Double], inputs: [[Double]], holds: Bool?, part: String)] = [
      ([1, 2], [[1], [-2]], true, "every open half-space"),
      ([-1], [[1, 0], [-1, 1], [-1, -1]], true, "every open half-space"),
      ([1, 0], [[1], [-1]], false, "unit 1"), ([1, -1], [[1], [-1]], false, "opposite sign"),
      ([1], [[1], [2]], false, "half-space"), ([1], [[1, 0], [-1, 1], [0, 1]], false, "half-space"),
      ([1], [[1, 0], [-1, 0], [2, 0]], false, "half-space"),
      ([1], [[1, 0, 0], [-1, 1, 0], [-1, -1, 0], [0, 0, 1], [0, 0, -1]], nil, "not decided"),
    ]
    for (outer, inputs, holds, part) in cases {
      let potential = try net(Softplus(), outer, inputs)
      #expect(potential.confinement.holds == holds && potential.villani.holds == holds, "\(inputs)")
      #expect(potential.confinement.reason.contains(part), "\(potential.confinement.reason)")
    }
  }

  /// With λ = 0 a bounded activation leaves the loss below its bound on every ray.
  @Test func unregularizedBoundedNetsAreNotConfining() throws {
    for potential in [try net(Sigmoid(), [1, -3], [[1], [-2]]), try net(Sigmoid(), [0], [[1]])] {
      #expect(potential.confinement.holds == false && potential.villani.holds == false)
      let net = NetConstants(potential)
      let bound = (net.labelBound + net.outerSum) * (net.labelBound + net.outerSum) / 2
      let probe = Probe(potential)
      probe.move(
        to: (0..<16).map { lane in (0..<potential.dimension).map { Double((lane - 8) * ($0 + 1)) * 1e3 } })
      for lane in 0..<16 { #expect(probe.value()[lane] <= bound) }
    }
  }

  /// V_s of a confining softplus net without regularizer grows quadratically on every ray.
  @Test func unregularizedConfiningRectifierIsVillani() throws {
    let potential = try net(Softplus(), [1, 2], [[1], [-2]])
    for direction in [[1, 0], [0, -1], [0.6, 0.8], [-0.6, 0.8]] {
      let ray = try VillaniRay(of: potential, learningRate: 1, direction: direction, radii: [1e3, 1e4])
      #expect((ray.growthRate ?? 0) > 0.1 && abs((ray.growthExponent ?? 0) - 2) < 1e-2)
    }
  }

  /// Two softplus units: with one far out the curvature in the other's weights is as large as one likes.
  @Test func softplusGradientsAreNotLipschitz() throws {
    let pair = try net(Softplus(), [1, 0.5], [[1], [-2]], lambda: 1)
    #expect(pair.gradientLipschitz.holds == false && pair.smoothness.best == .infinity)
    let probe = Probe(pair)
    probe.move(to: [[0.1, 1e2], [0.1, 1e4], [0.1, 1e6]])
    let norms = try (0..<3).map { lane in
      try symmetricEigenvalues(probe.hessian(lane: lane)).reduce(0) { max($0, abs($1)) }
    }
    #expect(norms[1] > 50 * norms[0] && norms[2] > 50 * norms[1])
    #expect(try net(Softplus(), [1, 0], [[1], [-2]], lambda: 1).gradientLipschitz.holds == true)
    #expect(try net(Sigmoid(), [1, 0.5], [[1], [-2]], lambda: 1).gradientLipschitz.holds == true)
    #expect(DoubleWell().gradientLipschitz.holds == false)
  }

  /// Zero inputs and zero outer weights leave lambda |W|^2/2: the gradient is Lipschitz for that reason.
  @Test func withoutDataTermTheReasonIsThat() throws {
    let blind = try net(Softplus(), [1, 2], [[0], [0]], lambda: 0.5)
    #expect(blind.gradientLipschitz.holds == true && blind.smoothness.best == 0.5)
    #expect(blind.gradientLipschitz.reason.contains("all inputs are 0"))
    let mute = try net(Softplus(), [0, 0], [[1], [2]], lambda: 0.5)
    #expect(mute.gradientLipschitz.holds == true && mute.smoothness.best == 0.5)
    #expect(mute.gradientLipschitz.reason.contains("all outer weights are 0"))
  }
}
