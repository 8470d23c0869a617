import Dispatch
import Gibbs
import Stochastic
import Testing

@Suite struct LineBallTests {
  /// The ball without its steep outer slope has the gap of the whole ball.
  @Test(arguments: [3.0, 5.0]) func theCutChangesNothing(radius: Double) throws {
    let risk = try RegularizedRisk(
      activation: Softplus(beta: 1.3), outer: [1.5], inputs: [[-2], [-1.5]], labels: [-0.5, 0.8],
      regularization: 0.1)
    let cut = try neumannGap(of: risk, learningRate: 0.1, radius: radius)
    let whole = try uncut(risk, learningRate: 0.1, radius: radius)
    #expect(cut != whole)
    #expect((cut.value - whole.value).magnitude <= cut.error + whole.error)
    #expect(cut.error < 1e-8 * cut.value)
  }

  /// A double well: the pass between the wells is kept, whatever lies above it.
  @Test func passesAreKept() throws {
    let cut = try neumannGap(of: DoubleWell(), learningRate: 0.02, radius: 3)
    let whole = try uncut(DoubleWell(), learningRate: 0.02, radius: 3)
    #expect((cut.value - whole.value).magnitude <= cut.error + whole.error)
  }

  /// Steep on one side and flat on the other, where V_s > 0 only far out: L rises by 10⁵ s within the ball.
  @Test(arguments: [
    (1.15, 2.66, -12.58, [-1.0, -0.4], 0.00145, 6.56), (1.77, -3.07, -19.61, [-0.7, 1.76], 0.0888, 0.0959),
  ])
  func aFlatSideAndASteepOneEnd(
    beta: Double, outer: Double, input: Double, labels: [Double], regularization: Double, learningRate: Double
  ) throws {
    let control = RunControl()
    DispatchQueue.global().asyncAfter(deadline: .now() + 60) { control.cancel() }
    let risk = try RegularizedRisk(
      activation: Softplus(beta: beta), outer: [outer], inputs: [[input], [input]], labels: labels,
      regularization: regularization)
    let study = try GibbsMeasure(risk, initial: .gaussian(mean: [0], standardDeviation: 1), control: control)
    let report = try study.report(learningRate: learningRate, method: .deterministic, radii: [])
    let villani = try #require(report.villani)
    let gap = try #require(report.spectralGap.value)
    let constant = try #require(villani.best?.ballPoincareConstant)
    // the ball of the best radius holds nearly all of the mass
    #expect(villani.lowerBound <= gap)
    #expect(constant.error < 1e-6 * constant.value)
  }

  /// The general function, which knows of no Gibbs law.
  private func uncut<P: TwiceDifferentiable>(
    _ potential: P, learningRate: Double, radius: Double
  ) throws -> Exact {
    try neumannGap(of: potential, learningRate: learningRate, radius: radius)
  }
}
