import Stochastic

/// V_s = ‖∇L‖²/s − ΔL along a ray from the origin.
public struct VillaniRay: Sendable, Equatable {
  /// s
  public let learningRate: Double
  /// A unit vector
  public let direction: [Double]
  public let radii: [Double]
  /// V_s(r·direction)
  public let values: [Double]

  /// - Throws: `ProblemError` if the direction has not one number per weight or is 0, or a number is not finite.
  public init(
    of potential: some TwiceDifferentiable, learningRate: Double, direction: [Double], radii: [Double]
  ) throws(ProblemError) {
    let length = norm(direction)
    guard direction.count == potential.dimension, length > 0, length.isFinite, learningRate > 0,
      radii.allSatisfy(\.isFinite)
    else {
      throw ProblemError(
        "a ray in \(direction.count) dimensions of length \(length); expected \(potential.dimension) finite numbers "
          + "that are not all 0, finite radii and a positive learning rate")
    }
    let unit = direction.map { $0 / length }
    self.learningRate = learningRate
    self.direction = unit
    self.radii = radii
    let storage = [potential.dimension, potential.dimension, potential.scratchCount].map {
      LaneStorage(count: $0)
    }
    let (w, gradient, scratch) = (storage[0].vector, storage[1].vector, storage[2].vector)
    var values: [Double] = []
    for start in stride(from: 0, to: radii.count, by: 16) {
      let count = min(16, radii.count - start)
      for k in unit.indices {
        for lane in 0..<16 { w[k][lane] = unit[k] * radii[start + min(lane, count - 1)] }
      }
      potential.gradient(at: w, into: gradient, scratch: scratch)
      var square = Lanes.zero
      for k in unit.indices { square += gradient[k] * gradient[k] }
      let villani = square / learningRate - potential.laplacian(at: w, scratch: scratch)
      values += (0..<count).map { villani[$0] }
    }
    self.values = withExtendedLifetime(storage) { values }
  }

  /// The exponent q of V_s ~ r^q between the last two radii at which it is positive; nil without two of them.
  public var growthExponent: Double? {
    let positive = zip(radii, values).filter { $0.0 > 0 && $0.1 > 0 }.suffix(2)
    guard let near = positive.first, let far = positive.last, far.0 > near.0 else { return nil }
    return logarithm(far.1 / near.1) / logarithm(far.0 / near.0)
  }

  /// V_s/r² at the last radius, which tends to the growth rate along the ray where V_s grows quadratically.
  public var growthRate: Double? {
    guard let r = radii.last, let value = values.last, r != 0 else { return nil }
    return value / (r * r)
  }
}
