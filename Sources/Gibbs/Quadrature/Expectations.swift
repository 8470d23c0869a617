import Stochastic

extension GibbsQuadrature {
  /// E h(W, L(W)) for any h, on the lattice that the standing integrals chose.
  ///
  /// - Parameter h: of a point and L there; called from several threads.
  /// - Returns: the mean, with what doubling the spacing changes as its error: honest where h is rougher than L.
  /// - Throws: `GibbsIntegrationError.notFinite` if h makes it so; `CancellationError`.
  public func expectation(_ h: @escaping @Sendable ([Double], Double) -> Double) throws -> Exact {
    let (minimum, scale, dimension) = (minimumLoss, 2 / learningRate, potential.dimension)
    let integrand = LatticeIntegrand(potential: potential, featureCount: 1) { evaluator, features in
      let loss = evaluator.value()
      let energy = scale * (loss - minimum)
      var point = [Double](repeating: 0, count: dimension)
      // where the weight underflows h does not count, whatever it is
      for lane in 0..<16 where energy[lane] < 745 {
        for k in 0..<dimension { point[k] = evaluator.weights[k][lane] }
        features[0][lane] = h(point, loss[lane])
      }
      return energy
    }
    let refinement = LatticeRefinement(
      integrand: integrand, reference: 0, accuracy: QuadratureAccuracy(dimension: dimension),
      threads: threads, control: control)
    let moments = try refinement.flood(sums.lattice).sum(over: sums.tiles)
    let (value, change) = moments.compare { terms, _ in terms[1] / terms[0] }
    guard value.isFinite else { throw GibbsIntegrationError.notFinite("an expectation") }
    let relative = integrals.logPartitionFunction.error
    return Exact(value: value, error: change + relative * value.magnitude)
  }
}
