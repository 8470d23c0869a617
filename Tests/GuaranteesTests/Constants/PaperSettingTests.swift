import Guarantees
import Stochastic
import Testing

/// The numbers of the paper's own setting, and where its printed formulas fail.
@Suite struct PaperSettingTests {
  private func net(
    _ activation: ActivationConstants, outer: [Double], inputs: [[Double]], labels: [Double], lambda: Double
  ) -> NetConstants {
    NetConstants(
      activation: activation, outer: outer, inputs: inputs, labels: labels, regularization: lambda)
  }

  /// p = 10, d = 20, B_x = √20, ‖a‖B_x = 1 with equal a_j, B_y = 1, λ = 0.13, sigmoid.
  @Test func theOwnSetting() {
    let p = 10.0
    let a = Array(repeating: 1 / (20.0 * p).squareRoot(), count: 10)
    let constants = net(
      Sigmoid().constants, outer: a, inputs: [Array(repeating: 1, count: 20)], labels: [1], lambda: 0.13)
    #expect(abs(constants.lambdaCritical - 0.125) < 1e-15)
    #expect(abs((constants.smoothness.printed ?? 0) - 4.38) < 5e-3)
    #expect(abs((constants.smoothness.corrected ?? 0) - 5.44) < 5e-3)
    #expect(abs(constants.smoothness.sharp - 0.42) < 5e-3)
    #expect(constants.smoothness.best == constants.smoothness.sharp)
    #expect(!constants.smoothness.printedIsValid)
  }

  /// λ_c = β²/8 for the sigmoid, 2 for tanh and softplus when ‖a‖B_x = 1.
  @Test func criticalRegularizationOfUnitNorms() {
    func critical(_ activation: ActivationConstants) -> Double {
      net(activation, outer: [0.6, -0.8], inputs: [[0, 1], [0.6, 0]], labels: [0, 1], lambda: 1)
        .lambdaCritical
    }
    #expect(critical(Sigmoid().constants) == 0.125)
    #expect(critical(Sigmoid(beta: 2).constants) == 0.5)
    #expect(critical(HyperbolicTangent().constants) == 2)
    #expect(critical(Softplus(beta: 3).constants) == 2)
  }

  /// E-000-1. One unit, one sample x = 10, y = 100, a = 0.1, λ = 0.13: sup |L″| = 96.3 by a scan.
  @Test func thePrintedSmoothnessIsExceeded() throws {
    let risk = try RegularizedRisk(
      activation: Sigmoid(), outer: [0.1], inputs: [[10]], labels: [100], regularization: 0.13)
    let probe = Probe(risk)
    var greatest = 0.0
    for start in stride(from: -1.0, to: 1, by: 16e-4) {
      probe.move(to: (0..<16).map { [start + 1e-4 * Double($0)] })
      let curvature = probe.laplacian()
      for lane in 0..<16 { greatest = max(greatest, abs(curvature[lane])) }
    }
    let smoothness = risk.smoothness
    #expect(abs(greatest - 96.3) < 0.05)
    #expect(abs((smoothness.printed ?? 0) - 9.9) < 0.05)
    #expect(abs((smoothness.corrected ?? 0) - 96.5) < 0.05)
    #expect(!smoothness.printedIsValid && greatest <= smoothness.best)
  }

  /// E-000-3. g₁ without its 1/s promises V_s ≥ 5·10¹¹ at s = 10, ‖W‖ = 10⁶ where it is 10¹¹.
  @Test func thePrintedQuadraticCoefficientIsTooLarge() throws {
    let risk = try RegularizedRisk(
      activation: Sigmoid(), outer: [2], inputs: [[1]], labels: [1], regularization: 1)
    let (s, r) = (10.0, 1e6)
    let villani = try #require(
      try VillaniRay(of: risk, learningRate: s, direction: [1], radii: [r]).values.first)
    #expect(abs(villani / 1e11 - 1) < 1e-3)
    let bound = try #require(risk.villaniLowerBounds(learningRate: s).first { $0.name == "paper" })
    #expect(abs(NetConstants(risk).lambdaCritical - 0.5) < 1e-15)
    #expect(abs(bound.quadratic - 0.05) < 1e-15)
    // the print's g₁ is s times this one
    let printed = s * bound.quadratic * r * r - bound.linear * r + bound.constant
    #expect(printed > 4.9e11 && printed > villani)
    #expect(bound.value(radius: r) <= villani)
  }

  /// By hand: ‖a‖ = 5, ‖a‖₁ = 7, ‖a‖_∞ = 4, B_x = 2, B_y = 1.5, λ = 0.5, tanh, so λ_c = 200; at r = 0.1 the residual
  /// is at most 1.5 + 5·0.2 = 2.5.
  @Test func formulasByHand() {
    let constants = net(
      HyperbolicTangent().constants, outer: [3, -4], inputs: [[1], [-2]], labels: [0.5, -1.5], lambda: 0.5)
    let curvature = 0.769_800_358_919_501
    #expect(constants.lambdaCritical == 200)
    #expect(abs(constants.smoothness.sharp - (100 + 8.5 * 4 * curvature * 4 + 0.5)) < 1e-12)
    #expect(
      abs(constants.sharpLaplacianUpperBound(radius: 0.1) - (100 + 7 * 2.5 * curvature * 4 + 1)) < 1e-12)
    #expect(
      abs(constants.sharpLaplacianUpperBound(radius: 10) - (100 + 7 * 8.5 * curvature * 4 + 1)) < 1e-12)
    #expect(
      abs(constants.laplacianUpperBound(radius: 0.1) - 2 * (100 + 5 * 2.5 * curvature * 4 + 0.5)) < 1e-12)
    #expect(abs(constants.squaredGradientLowerBound(radius: 0.1) + 2.4975) < 1e-12)
  }

  /// The kernels keep βx and ca: the constants are those of x and a all the same.
  @Test func scalesAreTakenBack() throws {
    let (outer, inputs, labels) = ([0.7, -1.1], [[0.3, -2], [1.5, 0.4]], [0.2, -3.0])
    let risk = try RegularizedRisk(
      activation: Softplus(beta: 4), outer: outer, inputs: inputs, labels: labels, regularization: 0.1)
    let (found, truth) = (
      NetConstants(risk),
      net(Softplus(beta: 4).constants, outer: outer, inputs: inputs, labels: labels, lambda: 0.1)
    )
    #expect(found.activation == truth.activation)
    #expect(abs(found.dataRadius - 2.0223748416156684) < 1e-15 * 4)
    #expect(found.labelBound == 3 && found.width == 2 && found.inputDimension == 2)
    #expect(abs(found.outerSum - 1.8) < 1e-15 && abs(found.outerMaximum - 1.1) < 1e-15)
    #expect(abs(found.lambdaCritical / truth.lambdaCritical - 1) < 1e-14)
  }
}
