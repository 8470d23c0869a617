import GSL
import Stochastic

extension GibbsQuadrature {
  /// The covariance matrix of W under μ_s, rows of D numbers, on the lattice of the standing integrals.
  /// - Throws: `CancellationError`
  public func covariance() throws -> [[Double]] {
    let (minimum, scale, dimension) = (minimumLoss, 2 / learningRate, potential.dimension)
    // around the deepest well, so that little cancels
    let centre = minima[0]
    let pairs = (0..<dimension).flatMap { j in (j..<dimension).map { (j, $0) } }
    let integrand = LatticeIntegrand(potential: potential, featureCount: dimension + pairs.count) {
      evaluator, features in
      for k in 0..<dimension { features[k] = evaluator.weights[k] - centre[k] }
      for (place, (j, k)) in pairs.enumerated() { features[dimension + place] = features[j] * features[k] }
      return scale * (evaluator.value() - minimum)
    }
    let refinement = LatticeRefinement(
      integrand: integrand, reference: 0, accuracy: QuadratureAccuracy(dimension: dimension),
      threads: threads, control: control)
    let moments = try refinement.flood(sums.lattice).sum(over: sums.tiles).total
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: dimension)
    for (place, (j, k)) in pairs.enumerated() {
      let product = moments[1 + dimension + place] / moments[0]
      matrix[j][k] = product - (moments[1 + j] / moments[0]) * (moments[1 + k] / moments[0])
      matrix[k][j] = matrix[j][k]
    }
    return matrix
  }
}
