import Gibbs
import Stochastic
import Testing

@Suite struct GibbsObstructionTests {
  private func net<A: Activation>(
    _ activation: A, _ outer: [Double], _ inputs: [[Double]], lambda: Double = 0
  ) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: inputs.indices.map { Double($0) },
      regularization: lambda)
  }

  @Test func confiningPotentialsHaveAGibbsMeasure() throws {
    #expect(gibbsObstruction(DoubleWell()) == nil)
    #expect(gibbsObstruction(try Quadratic(dimension: 3, regularization: 1)) == nil)
    #expect(gibbsObstruction(try net(Sigmoid(), [1], [[1]], lambda: 1e-9)) == nil)
    #expect(gibbsObstruction(try net(Softplus(), [1, 2], [[1], [-2]])) == nil)
    #expect(gibbsObstruction(try net(Softplus(), [-1], [[1, 0], [-1, 1], [-1, -1]])) == nil)
  }

  @Test func flatDirectionsAreNamed() throws {
    let cases: [(String?, String)] = [
      (gibbsObstruction(try net(Sigmoid(), [1], [[1], [-1]])), "stays below"),
      (gibbsObstruction(try net(HyperbolicTangent(), [1, 2], [[1, 1]])), "stays below"),
      (gibbsObstruction(try net(Softplus(), [1, 0], [[1], [-1]])), "unit 1"),
      (gibbsObstruction(try net(Softplus(), [1, -1], [[1], [-1]])), "opposite sign"),
      (gibbsObstruction(try net(Softplus(), [1], [[1], [2]])), "half-space"),
      (gibbsObstruction(try net(Softplus(), [1], [[1, 0], [-1, 1], [0, 1]])), "half-space"),
      (
        gibbsObstruction(
          try net(Softplus(), [1], [[1, 0, 0], [-1, 1, 0], [-1, -1, 0], [0, 0, 1], [0, 0, -1]])),
        "cannot be decided"
      ),
    ]
    for (text, part) in cases { #expect(text?.contains(part) == true, "\(text ?? "nil")") }
  }

  /// Along the ray of the proof the loss stays bounded, and without it it does not.
  @Test func theRaysOfTheProofsAreFlat() throws {
    let cancelling = Evaluator(try net(Softplus(), [1, -2], [[1], [-1]]))
    let values = [10.0, 100, 1000].map { cancelling.value(at: [2 * $0, $0]) }
    #expect(values.allSatisfy { $0 < 1 })
    let confining = Evaluator(try net(Softplus(), [1, 2], [[1], [-2]]))
    #expect(confining.value(at: [100, 0]) > 1e3 && confining.value(at: [0, -100]) > 1e3)
  }
}
