import Stochastic

/// Points known to matter, wells and the saddles between them, however narrow the scan of a box may find them.
struct Landmarks {
  let points: [[Double]]
  /// L at the points
  let levels: [Double]
  /// How wide e^(−L/s) is around every point along every axis, √(s/|H|)
  let widths: [[Double]]

  init<P: TwiceDifferentiable>(
    _ points: [[Double]], of sampler: FieldSampler<P>, box: [ClosedRange<Double>], learningRate s: Double
  ) {
    let (evaluator, frame) = (Evaluator(sampler.potential), sampler.frame)
    self.points = points
    levels = points.map { evaluator.value(at: frame.weights(of: $0)) }
    widths = points.map { point in
      box.indices.map { axis in
        Self.width(evaluator, frame, point, axis, extent: box[axis].upperBound - box[axis].lowerBound, s)
      }
    }
  }

  /// √(s/H), H = |∂_k L(w + ℓ e_k) − ∂_k L(w − ℓ e_k)|/(2ℓ) with ℓ of about a quarter of that width itself: curvature, in
  /// which a kink counts by how much the gradient turns.
  private static func width<P: TwiceDifferentiable>(
    _ evaluator: Evaluator<P>, _ frame: Frame, _ point: [Double], _ axis: Int, extent: Double, _ s: Double
  ) -> Double {
    var step = extent * 0x1p-20
    while true {
      let slopes = [-step, step].map { shift in
        var moved = point
        moved[axis] += shift
        return frame.place(of: evaluator.gradient(at: frame.weights(of: moved)))[axis]
      }
      let turn = (slopes[1] - slopes[0]).magnitude
      let width = turn > 0 ? (2 * s * step / turn).squareRoot() : .infinity
      if 4 * step >= width || 16 * step >= extent { return width }
      step *= 2
    }
  }

  /// The points around which e^(−L/s) is narrower than a mesh of these widths.
  func unresolved(by meshWidths: [Double]) -> [[Double]] {
    points.indices.filter { point in zip(widths[point], meshWidths).contains { $0 < $1 } }.map { points[$0] }
  }
}
