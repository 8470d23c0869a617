import Stochastic
import Synchronization

/// The known minimum that steepest descent from a point ends nearest to.
struct Basins<P: GibbsPotential> {
  let potential: P
  let minima: [[Double]]

  /// Descent steps at most; walkers that are slower are judged by where they are then.
  private static var steps: Int { 200 }

  /// A label for every point: an index of `minima`.
  func labels(of points: [ArraySlice<Double>]) -> [Int] {
    let labels = Mutex([Int](repeating: 0, count: points.count))
    forEachBlock(below: points.count, of: potential) { evaluator, range in
      let w = evaluator.weights
      for lane in 0..<16 {
        let point = points[range.lowerBound + min(lane, range.count - 1)]
        for (k, value) in point.enumerated() { w[k][lane] = value }
      }
      descend(evaluator)
      let found = range.map { nearest(to: w, lane: $0 - range.lowerBound) }
      labels.withLock { $0.replaceSubrange(range, with: found) }
    }
    return labels.withLock { $0 }
  }

  /// Steepest descent with a step per lane: longer after every success, shorter where L did not fall by a quarter of
  /// what its slope promises.
  private func descend(_ evaluator: Evaluator<P>) {
    let w = evaluator.weights
    let old = LaneStorage(count: w.count)
    let slope = LaneStorage(count: w.count)
    let (start, gradient) = evaluator.valueAndGradient()
    var loss = start
    slope.vector.copy(from: gradient)
    var square = squaredNorm(slope.vector)
    var step = Lanes(repeating: 0.1)
    for _ in 0..<Self.steps where square.max() > 1e-8 {
      old.vector.copy(from: w)
      for k in 0..<w.count { w[k] = old.vector[k].adding(slope.vector[k], times: -step) }
      let trial = evaluator.value()
      let better = trial .<= loss - 0.25 * step * square
      for k in 0..<w.count { w[k] = old.vector[k].replacing(with: w[k], where: better) }
      loss.replace(with: trial, where: better)
      step = (0.4 * step).replacing(with: 1.6 * step, where: better)
      slope.vector.copy(from: evaluator.gradient())
      square = squaredNorm(slope.vector)
    }
  }

  private func nearest(to w: LaneVector, lane: Int) -> Int {
    let distances = minima.map { minimum in
      minimum.enumerated().reduce(0) {
        $0 + (w[$1.offset][lane] - $1.element) * (w[$1.offset][lane] - $1.element)
      }
    }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }
}
