import Stochastic

extension GibbsQuadrature {
  /// ‖N(m, σ²I) − μ_s‖ in L²(1/μ_s).
  ///
  /// Infinite by `GaussianTail`; otherwise the lattice of `GibbsQuadrature` laid over ρ²/μ_s, whose centre and width
  /// are its own, or over (ρ − μ_s)²/μ_s where the two laws are close.
  ///
  /// - Throws: `GibbsIntegrationError` for a mean of the wrong length or a deviation that is not positive, or if the
  ///   integrand needs more nodes than there are; `CancellationError`.
  public func distance(fromGaussian mean: [Double], standardDeviation: Double) throws -> InitialDistance {
    guard mean.count == potential.dimension, mean.allSatisfy(\.isFinite), standardDeviation > 0,
      standardDeviation.isFinite
    else { throw GibbsIntegrationError.notFinite("an initial law with mean \(mean)") }
    switch GaussianTail(of: potential, learningRate: learningRate, standardDeviation: standardDeviation) {
    case .infinite(let reason): return .infinite(reason: reason)
    case .undecided(let reason): return .unavailable(reason: reason)
    case .finite:
      let overlap = GaussianOverlap(
        quadrature: self, mean: mean, variance: standardDeviation * standardDeviation)
      return try overlap.distance()
    }
  }
}

/// The integrals ∫ ρ²/μ_s and ∫ (ρ − μ_s)²/μ_s for ρ = N(m, σ²I).
struct GaussianOverlap<P: GibbsPotential> {
  let quadrature: GibbsQuadrature<P>
  let mean: [Double]
  let variance: Double

  private var dimension: Int { mean.count }
  private var accuracy: QuadratureAccuracy { QuadratureAccuracy(dimension: dimension) }

  func distance() throws -> InitialDistance {
    let wells = try self.wells()
    let (square, relative) = try integrate(
      wells.points, reference: wells.lowest, spacing: wells.spacing, featureCount: 0,
      energy: { [squareEnergy] evaluator, _ in squareEnergy(evaluator) })
    // log ∫ ρ²/μ ≥ 0
    let error = relative + rounding + quadrature.integrals.logPartitionFunction.error
    if square > 0.4 {
      let amplification = 1 / (1 - exponential(-square))
      return InitialDistance(
        logarithmOfExcess: logarithmOfExponentialMinusOne(square), relativeError: error * amplification)
    }
    let (excess, change) = try difference(wells)
    // Z enters (ρ − μ)²/μ twice, with weights that are known only as well as Z is
    let floor = rounding + quadrature.integrals.logPartitionFunction.error
    let partition = excess > -.infinity ? 2 * floor * (1 + exponential(-0.5 * excess)) : floor
    return InitialDistance(logarithmOfExcess: excess, relativeError: change + partition)
  }

  /// Of an energy near its peak, where large terms may cancel.
  private var rounding: Double {
    let square = mean.reduce(0) { $0 + $1 * $1 } / variance
    let loss = 2 * quadrature.minimumLoss.magnitude / quadrature.learningRate
    return 8 * Double.ulpOfOne
      * (1 + square + loss + quadrature.integrals.logPartitionFunction.value.magnitude)
  }

  /// −log(ρ²/μ_s)
  private var squareEnergy: @Sendable (Evaluator<P>) -> Lanes {
    let (mean, variance, scale) = (mean, variance, 2 / quadrature.learningRate)
    let constant =
      Double(dimension) * logarithm(2 * Double.pi * variance)
      - quadrature.integrals.logPartitionFunction.value
    return { evaluator in
      var distance = Lanes.zero
      for k in 0..<mean.count {
        let step = evaluator.weights[k] - mean[k]
        distance += step * step
      }
      return distance / variance - scale * evaluator.value() + constant
    }
  }

  /// −log μ_s
  private var gibbsEnergy: @Sendable (Evaluator<P>) -> Lanes {
    let (scale, constant) = (2 / quadrature.learningRate, quadrature.integrals.logPartitionFunction.value)
    return { scale * $0.value() + constant }
  }

  /// log ∫ (ρ − μ_s)²/μ_s and its relative error. With a = ρ²/μ_s the integrand is (a^½ − μ_s^½)².
  private func difference(_ wells: OverlapWells) throws -> (value: Double, relativeError: Double) {
    let (square, gibbs) = (squareEnergy, gibbsEnergy)
    let spacing = zip(wells.spacing, quadrature.sums.lattice.spacing).map { min($0, $1) }
    let peak =
      2 * quadrature.minimumLoss / quadrature.learningRate + quadrature.integrals.logPartitionFunction.value
    return try integrate(
      wells.points + quadrature.minima, reference: min(wells.lowest, peak), spacing: spacing, featureCount: 1
    ) { evaluator, features in
      let (first, second) = (square(evaluator), gibbs(evaluator))
      let root = 1 - exp(-0.5 * (first - second).magnitude)
      features[0] = root * root
      return pointwiseMin(first, second)
    }
  }

  /// log of the last feature's integral (of 1, if there is none), and the relative change that doubling a spacing makes.
  private func integrate(
    _ seeds: [[Double]], reference: Double, spacing: [Double], featureCount: Int,
    energy: @escaping @Sendable (Evaluator<P>, UnsafeMutablePointer<Lanes>) -> Lanes
  ) throws -> (value: Double, relativeError: Double) {
    let refinement = LatticeRefinement(
      integrand: LatticeIntegrand(
        potential: quadrature.potential, featureCount: featureCount, energy: energy),
      reference: reference, accuracy: accuracy, threads: quadrature.threads, control: quadrature.control)
    let lattice = Lattice(
      origin: seeds[0], spacing: spacing, side: Lattice.initialSide(dimension: dimension))
    let (sums, _) = try refinement.run(from: lattice, seeds: seeds) { sums in
      let total = sums.total[featureCount]
      return (0..<dimension).map { axis in
        total > 0 ? (2 * sums.even(along: axis)[featureCount] / total - 1).magnitude : 0
      }
    }
    let (integral, change) = sums.compare { terms, volume in terms[featureCount] * volume }
    let relative = integral > 0 ? change / integral : 0
    return (logarithm(integral) - reference, relative + 16 * Double.ulpOfOne)
  }

  /// Where ρ²/μ_s is large.
  private func wells() throws -> OverlapWells {
    let energy = squareEnergy
    let radius = try reach(SphereSearch(quadrature.potential, function: energy))
    let scan = BallScan(
      potential: quadrature.potential, centre: [Double](repeating: 0, count: dimension), radius: radius,
      energy: energy)
    let evaluator = Evaluator(quadrature.potential)
    let compass = CompassSearch(dimension: dimension)
    let starts = scan.localMinima(atMost: 64).map(\.point) + [mean]
    var lows = starts.map { start -> (point: [Double], energy: Double) in
      evaluator.move(to: start)
      let found = compass.minimize(
        from: energy(evaluator)[0], step: scan.spacing, finest: 1e-9 * (1 + radius)
      ) { displacement in
        for k in 0..<dimension { evaluator.weights[k] = start[k] + displacement[k] }
        return energy(evaluator)
      }
      return (zip(start, found.displacement).map { $0 + $1 }, found.value)
    }
    lows.sort { $0.energy < $1.energy }
    guard let lowest = lows.first?.energy, lowest.isFinite else {
      throw GibbsIntegrationError.notFinite("rho^2/mu at its peak")
    }
    let inside = lows.filter { $0.energy <= lowest + accuracy.cut }.map(\.point)
    let all = scan.points(below: lowest + accuracy.cut).map(\.point)
    return OverlapWells(points: inside + all, lowest: lowest, spacing: spacing(at: inside, evaluator))
  }

  /// Half the width of the narrowest well of −log(ρ²/μ_s), axis by axis, at most σ/2.
  private func spacing(at points: [[Double]], _ evaluator: Evaluator<P>) -> [Double] {
    var curvature = [Double](repeating: 1 / variance, count: dimension)
    for point in points {
      let hessian = evaluator.hessian(at: point)
      for k in 0..<dimension {
        curvature[k] = max(curvature[k], 2 / variance - 2 * hessian[k][k] / quadrature.learningRate)
      }
    }
    return curvature.map { 0.5 / $0.squareRoot() }
  }

  /// A radius beyond which ρ²/μ_s stays under the cut, by spheres that grow until the energy on eight in a row rises.
  private func reach(_ search: SphereSearch<P>) throws -> Double {
    let evaluator = Evaluator(quadrature.potential)
    var radius = mean.reduce(0) { $0 + $1 * $1 }.squareRoot() + variance.squareRoot()
    var (lowest, previous) = (Double.infinity, Double.infinity)
    var (rising, last) = (0, radius)
    for _ in 0..<400 {
      let value = search.minimum(radius: radius, with: evaluator).value
      lowest = min(lowest, value)
      if value <= lowest + accuracy.cut {
        last = 1.3 * radius
        rising = 0
      } else {
        rising = value > previous ? rising + 1 : 0
      }
      if rising == 8 { return last }
      previous = value
      radius *= 1.3
    }
    throw GibbsIntegrationError.notFinite("the radius that holds rho^2/mu")
  }
}

/// Where an overlap is large, its lowest energy, and spacings to begin with.
struct OverlapWells {
  let points: [[Double]]
  let lowest: Double
  let spacing: [Double]
}
