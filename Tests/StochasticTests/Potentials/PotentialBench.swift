import Testing

@testable import Stochastic

/// Evaluates a potential on sixteen weight vectors at once, with memory of the size it asks for and not a lane more:
/// guard lanes behind scratch, gradient and Hessian must survive.
struct PotentialBench<P: Potential> {
  let potential: P

  private static var mark: Double { 12345.678 }

  /// Calls `body` with scratch and a result of `count` lanes, and returns the result lane by lane.
  private func evaluate(
    _ weights: [[Double]], results count: Int, _ body: (LaneVector, LaneVector, LaneVector) -> Void
  ) -> [[Double]] {
    let w = LaneStorage(count: potential.dimension)
    for k in 0..<potential.dimension { w.vector[k] = Lanes(weights.map { $0[k] }) }
    let scratch = LaneStorage(count: potential.scratchCount + 4)
    let result = LaneStorage(count: count + 4)
    scratch.vector.fill(Lanes(repeating: Self.mark))
    result.vector.fill(Lanes(repeating: Self.mark))
    body(w.vector, result.vector.slice(0, count), scratch.vector.slice(0, potential.scratchCount))
    for k in 0..<4 {
      #expect(scratch.vector[potential.scratchCount + k] == Lanes(repeating: Self.mark))
      #expect(result.vector[count + k] == Lanes(repeating: Self.mark))
    }
    for k in 0..<potential.dimension { #expect(w.vector[k].array == weights.map { $0[k] }) }
    return (0..<16).map { lane in (0..<count).map { result.vector[$0][lane] } }
  }

  /// `weights` are sixteen vectors, one a lane.
  func value(_ weights: [[Double]]) -> [Double] {
    evaluate(weights, results: 1) { $1[0] = potential.value(at: $0, scratch: $2) }.map { $0[0] }
  }

  func gradient(_ weights: [[Double]]) -> [[Double]] {
    evaluate(weights, results: potential.dimension) { potential.gradient(at: $0, into: $1, scratch: $2) }
  }

  func valueAndGradient(_ weights: [[Double]]) -> (values: [Double], gradients: [[Double]]) {
    var value = Lanes.zero
    let gradients = evaluate(weights, results: potential.dimension) {
      potential.valueAndGradient(at: $0, value: &value, into: $1, scratch: $2)
    }
    return (value.array, gradients)
  }
}

extension PotentialBench where P: TwiceDifferentiable {
  func laplacian(_ weights: [[Double]]) -> [Double] {
    evaluate(weights, results: 1) { $1[0] = potential.laplacian(at: $0, scratch: $2) }.map { $0[0] }
  }

  func hessian(_ weights: [[Double]]) -> [[Double]] {
    evaluate(weights, results: potential.dimension * potential.dimension) {
      potential.hessian(at: $0, into: $1, scratch: $2)
    }
  }
}

extension PotentialBench where P: FiniteSum {
  /// `batches` are sixteen batches of one size, one a lane.
  func batchGradient(_ weights: [[Double]], batches: [[Int]]) -> [[Double]] {
    let slots = batches[0].indices.map { m in LaneIndices(batches.map { UInt64($0[m]) }) }
    return evaluate(weights, results: potential.dimension) { w, gradient, scratch in
      slots.withUnsafeBufferPointer {
        potential.batchGradient(at: w, batch: $0, into: gradient, scratch: scratch)
      }
    }
  }

  /// `factors` are sixteen lists of n numbers, one a lane.
  func weightedGradient(_ weights: [[Double]], factors: [[Double]]) -> [[Double]] {
    let omega = LaneStorage(count: potential.sampleCount)
    for i in 0..<potential.sampleCount { omega.vector[i] = Lanes(factors.map { $0[i] }) }
    return evaluate(weights, results: potential.dimension) { w, gradient, scratch in
      potential.weightedGradient(at: w, weights: omega.vector, into: gradient, scratch: scratch)
    }
  }
}

extension PotentialBench {
  /// Central differences of the value along every coordinate.
  func differences(_ weights: [[Double]], step h: Double) -> [[Double]] {
    let columns = (0..<potential.dimension).map { k in
      zip(value(shifted(weights, k, h)), value(shifted(weights, k, -h))).map { ($0 - $1) / (2 * h) }
    }
    return (0..<16).map { lane in columns.map { $0[lane] } }
  }

  /// Central differences of the gradient: lane by lane, column by column.
  func gradientDifferences(_ weights: [[Double]], step h: Double) -> [[[Double]]] {
    let columns = (0..<potential.dimension).map { k in
      zip(gradient(shifted(weights, k, h)), gradient(shifted(weights, k, -h))).map { plus, minus in
        zip(plus, minus).map { ($0 - $1) / (2 * h) }
      }
    }
    return (0..<16).map { lane in columns.map { $0[lane] } }
  }

  private func shifted(_ weights: [[Double]], _ k: Int, _ h: Double) -> [[Double]] {
    weights.map { w in
      var moved = w
      moved[k] += h
      return moved
    }
  }
}

/// The largest difference of two vectors, relative to the largest entry of the second.
func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  let scale = b.reduce(Double.leastNormalMagnitude) { max($0, $1.magnitude) }
  return zip(a, b).reduce(0) { worst, pair in
    let difference = (pair.0 - pair.1).magnitude / scale
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
