/// Orthonormal axes through the origin in which a grid may lie.
struct Frame: Sendable, Equatable {
  /// One unit vector an axis
  let axes: [[Double]]

  init(axes: [[Double]]) { self.axes = axes }

  /// The axes of the weights themselves.
  static func standard(_ dimension: Int) -> Frame {
    Frame(
      axes: (0..<dimension).map { axis in
        (0..<dimension).map { $0 == axis ? 1 : 0 }
      })
  }

  var isStandard: Bool { self == .standard(axes.count) }

  /// The weights of a point given in this frame.
  func weights(of place: [Double]) -> [Double] {
    axes.indices.map { k in
      axes.indices.reduce(0) { $0 + axes[$1][k] * place[$1] }
    }
  }

  /// The coordinates of given weights in this frame.
  func place(of weights: [Double]) -> [Double] {
    axes.map { axis in zip(axis, weights).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The least box of this frame around a box of the weights.
  func box(around box: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
    bounds(box) { axes[$0][$1] }
  }

  private func bounds(
    _ box: [ClosedRange<Double>], _ entry: (Int, Int) -> Double
  ) -> [ClosedRange<Double>] {
    box.indices.map { row in
      var (low, high) = (0.0, 0.0)
      for (column, range) in box.enumerated() {
        let ends = [entry(row, column) * range.lowerBound, entry(row, column) * range.upperBound]
        low += min(ends[0], ends[1])
        high += max(ends[0], ends[1])
      }
      return low...high
    }
  }
}
