import Stochastic

extension Certifiable {
  /// A lower bound of gLip: the largest ‖∇L(W + hu) − ∇L(W − hu)‖/2h found, which no Lipschitz constant can be below.
  ///
  /// At sixteen points W, of norms from 0 to 15, u turns step by step to where the quotient is largest.
  var smoothnessLowerBound: Double {
    let storage = [dimension, dimension, dimension, dimension, scratchCount].map { LaneStorage(count: $0) }
    let (point, shifted, forward, backward) =
      (storage[0].vector, storage[1].vector, storage[2].vector, storage[3].vector)
    let scratch = storage[4].vector
    var direction = (0..<16).map { DataSet.normalVector(count: dimension, norm: 1, seed: UInt64(17 + $0)) }
    for lane in 0..<16 {
      let start = DataSet.normalVector(count: dimension, norm: 1, seed: UInt64(1 + lane))
      for k in 0..<dimension { point[k][lane] = Double(lane) * start[k] }
    }
    let h = 1e-3
    var best = 0.0
    for _ in 0..<40 {
      for (side, gradient) in [(h, forward), (-h, backward)] {
        for lane in 0..<16 {
          for k in 0..<dimension { shifted[k][lane] = point[k][lane] + side * direction[lane][k] }
        }
        self.gradient(at: shifted, into: gradient, scratch: scratch)
      }
      for lane in 0..<16 {
        let slope = (0..<dimension).map { (forward[$0][lane] - backward[$0][lane]) / (2 * h) }
        let length = norm(slope)
        guard length > 0, length.isFinite else { continue }
        best = max(best, length)
        direction[lane] = slope.map { $0 / length }
      }
    }
    // rounding of the gradients, divided by h
    return withExtendedLifetime(storage) { best * (1 - 1e-6) }
  }
}
