import Stochastic
import Testing

@testable import Gibbs

/// Chains whose step size is large on purpose: without the Metropolis correction they sample another law.
///
/// One leapfrog step ε on a normal law of variance v has the stationary variance v/(1 − ε²/4).
@Suite struct MetropolisTests {
  /// Sixteen chains of a Markov kernel with a fixed proposal.
  private func sample<P: Potential>(
    _ potential: P, learningRate: Double, move: HamiltonianMove, draws: Int
  ) -> (squares: Chains, acceptance: Double) {
    let d = potential.dimension
    let reference = GaussianReference(
      mean: Array(repeating: 0, count: d), variances: move.scale.map { $0 * $0 })
    let block = WalkerBlock(potential, reference: reference)
    block.redraw(StreamKey(seed: 5, purpose: .referenceDraws), firstPath: 0, step: 0)
    let law = BridgePoint(referenceWeight: 0, inverseTemperature: 2 / learningRate)
    let (momenta, choices) = (StreamKey(seed: 5, purpose: .momenta), StreamKey(seed: 5, purpose: .acceptance))
    let uniforms = LaneStorage(count: 2)
    var squares = Chains(repeating: [], count: 16)
    var acceptance = 0.0
    for step in 1...(UInt64(draws) + 200) {
      choices.fillUniforms(uniforms.vector, firstPath: 0, step: step)
      let probability = block.move(
        law, move, momenta, firstPath: 0, step: step, uniform: uniforms.vector[0])
      guard step > 200 else { continue }
      acceptance += probability.sum() / Double(16 * draws)
      let square = squaredNorm(block.weights)
      for lane in 0..<16 { squares[lane].append(square[lane]) }
    }
    return (squares, acceptance)
  }

  /// L = (λ/2)‖w‖² in twenty dimensions: E‖W‖² = Ds/(2λ), without the correction 1/(1 − ε²/4) times that.
  @Test(arguments: [(1, 1.1), (5, 1.1)])
  func largeStepsOnAQuadratic(steps: Int, stepSize: Double) throws {
    let law = try Quadratic(dimension: 20, regularization: 0.7)
    let deviation = (0.2 / 1.4).squareRoot()
    let move = HamiltonianMove(
      stepSize: stepSize, steps: steps, scale: Array(repeating: deviation, count: 20))
    let (squares, acceptance) = sample(law, learningRate: 0.2, move: move, draws: 4000)
    #expect(acceptance > 0.3 && acceptance < 0.9, "\(acceptance)")
    let found = try #require(MonteCarloNumber(meanOf: squares).estimate)
    let truth = 20 * 0.2 / 1.4
    try expect(found, near: truth, "E|W|^2")
    // the bias that the correction removes is far beyond the error
    #expect(truth * (1 / (1 - 0.25 * stepSize * stepSize) - 1) > 10 * found.standardError)
  }

  /// E‖W‖² of a tanh net with two weights against quadrature.
  @Test(arguments: [(1, 1.5), (3, 1.2)])
  func largeStepsOnATanhNet(steps: Int, stepSize: Double) throws {
    let known = try GibbsReference.find("P3", learningRate: 1)
    let move = HamiltonianMove(stepSize: stepSize, steps: steps, scale: [1.2, 1.2])
    let (squares, acceptance) = sample(
      known.potential, learningRate: 1, move: move, draws: 8000)
    #expect(acceptance > 0.3 && acceptance < 0.9, "\(acceptance)")
    try expect(
      MonteCarloNumber(meanOf: squares).estimate, near: known.answers.meanSquaredNorm.value, "E|W|^2")
  }

  /// Steps that are never accepted shrink, but stay steps; and adaptation can start again from there.
  @Test func stepSizesStayPositive() {
    var averaging = DualAveraging(target: 0.8, stepSize: 0.5)
    for _ in 0..<3 {
      for _ in 0..<10_000 { averaging.update(acceptance: 0) }
      #expect(averaging.stepSize > 0 && averaging.averaged > 0, "\(averaging)")
      averaging = DualAveraging(target: 0.8, stepSize: averaging.averaged)
    }
    let least = averaging.stepSize
    for _ in 0..<1000 { averaging.update(acceptance: 1) }
    #expect(averaging.stepSize > 100 * least, "\(averaging)")
  }

  /// A walker that stands where L is no number comes back or stays, with a probability that is a number.
  @Test func probabilitiesAreNumbers() {
    let block = WalkerBlock(
      DoubleWell(), reference: GaussianReference(mean: [0], variances: [1]))
    for lane in 0..<16 { block.weights[0][lane] = [.nan, .infinity, 1e200, 1][lane % 4] }
    block.refresh()
    let probability = block.move(
      BridgePoint(referenceWeight: 0, inverseTemperature: 1),
      HamiltonianMove(stepSize: 0.1, steps: 1, scale: [1]), StreamKey(seed: 1, purpose: .momenta),
      firstPath: 0, step: 1, uniform: Lanes(repeating: 0.5))
    for lane in 0..<16 { #expect(probability[lane] >= 0 && probability[lane] <= 1) }
  }

  /// An energy that is nowhere finite is refused, not tempered without end.
  @Test(arguments: [0, 0.5])
  func infiniteEnergiesAreRefused(regularization: Double) {
    let settings = SamplerSettings(tempering: .always)
    #expect(throws: SamplingError.self) {
      try GibbsSampler(
        Nowhere(regularization: regularization), learningRate: 0.1, minima: [[0], [1]], settings: settings
      ).run()
    }
  }
}

/// L = ∞
private struct Nowhere: GibbsPotential {
  let regularization: Double
  var dimension: Int { 1 }
  var remainderInfimum: Double { 0 }
  var remainderSupremum: Double { .infinity }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { Lanes(repeating: .infinity) }
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) { gradient.fill(.zero) }
  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { .zero }
  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) { hessian.fill(.zero) }
}
