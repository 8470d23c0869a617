import Stochastic

/// A marginal of μ_s on a regular grid, for pictures.
public struct MarginalDensity: Sendable, Equatable {
  /// The coordinates it is a density of, one or two
  public let axes: [Int]
  /// Grid points along each of them
  public let points: [[Double]]
  /// The density, last axis fastest
  public let values: [Double]
}

extension GibbsQuadrature {
  /// The joint density of one or two coordinates under μ_s, the others integrated out.
  ///
  /// - Parameters:
  ///   - axes: the coordinates, all different
  ///   - counts: grid points along each, at least 2
  ///   - box: where; without it the part of `domain` where μ_s is above e^(−20) of its peak
  /// - Throws: `GibbsIntegrationError.dimension` for axes there are not; `CancellationError`.
  public func marginalDensity(
    of axes: [Int], counts: [Int], box: [ClosedRange<Double>]? = nil
  ) throws -> MarginalDensity {
    guard (1...2).contains(axes.count), Set(axes).count == axes.count, axes.count == counts.count,
      axes.allSatisfy({ (0..<potential.dimension).contains($0) }), counts.allSatisfy({ $0 >= 2 })
    else { throw GibbsIntegrationError.dimension(axes.count) }
    let seen = visibleBox()
    let ranges = box ?? axes.map { seen[$0] }
    let points = zip(ranges, counts).map { range, count in
      (0..<count).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
      }
    }
    let others = (0..<potential.dimension).filter { !axes.contains($0) }
    let lines = others.map { latticeLine(along: $0, in: seen[$0]) }
    let values = try densities(axes: axes, points: points, others: others, lines: lines)
    return MarginalDensity(axes: axes, points: points, values: values)
  }

  /// Where μ_s is above e^(−20) of its peak, judged by sixteen nodes a tile and widened by half a tile.
  private func visibleBox() -> [ClosedRange<Double>] {
    let level = minimumLoss + 10 * learningRate
    let lattice = sums.lattice
    let (stride, margin) = (lattice.nodesPerTile / 16, Double(lattice.side) / 2)
    let steps = (0..<16).map { lattice.steps(ofNode: $0 * stride + $0 * 7 % stride) }
    var (low, high) = (minima[0], minima[0])
    let evaluator = Evaluator(potential)
    for tile in sums.tiles {
      let corner = lattice.corner(of: tile)
      for k in corner.indices {
        for lane in 0..<16 {
          evaluator.weights[k][lane] = corner[k] + Double(steps[lane][k]) * lattice.spacing[k]
        }
      }
      let isSeen = evaluator.value() .<= level
      for lane in 0..<16 where isSeen[lane] {
        for k in corner.indices {
          low[k] = min(low[k], evaluator.weights[k][lane])
          high[k] = max(high[k], evaluator.weights[k][lane])
        }
      }
    }
    return low.indices.map {
      low[$0] - margin * lattice.spacing[$0]...high[$0] + margin * lattice.spacing[$0]
    }
  }

  private func latticeLine(along axis: Int, in range: ClosedRange<Double>) -> [Double] {
    Array(stride(from: range.lowerBound, through: range.upperBound, by: sums.lattice.spacing[axis]))
  }

  private func densities(
    axes: [Int], points: [[Double]], others: [Int], lines: [[Double]]
  ) throws -> [Double] {
    let inner = lines.reduce(1) { $0 * $1.count }
    let outer = points.reduce(1) { $0 * $1.count }
    let volume = others.reduce(1) { $0 * sums.lattice.spacing[$1] }
    let (shift, scale) = (integrals.logPartitionFunction.value, 2 / learningRate)
    if control?.isCancelled == true { throw CancellationError() }
    return DisjointBuffer.with(count: outer) { buffer in
      forEachBlock(below: outer, of: potential, threads: threads) { evaluator, range in
        place(range, axes, points, in: evaluator)
        var sum = Lanes.zero
        for index in 0..<inner {
          place(index, others, lines, in: evaluator)
          sum += exp(-(scale * evaluator.value() + shift))
        }
        for index in range { buffer.base[index] = volume * sum[index - range.lowerBound] }
      }
      return Array(UnsafeBufferPointer(start: buffer.base, count: outer))
    }
  }

  /// Lane l gets grid point range.lowerBound + l.
  private func place(
    _ range: Range<Int>, _ axes: [Int], _ points: [[Double]], in evaluator: Evaluator<P>
  ) {
    for lane in 0..<16 {
      var rest = min(range.lowerBound + lane, range.upperBound - 1)
      for (axis, line) in zip(axes, points).reversed() {
        evaluator.weights[axis][lane] = line[rest % line.count]
        rest /= line.count
      }
    }
  }

  /// All lanes get the same point.
  private func place(_ index: Int, _ axes: [Int], _ lines: [[Double]], in evaluator: Evaluator<P>) {
    var rest = index
    for (axis, line) in zip(axes, lines).reversed() {
      evaluator.weights[axis] = Lanes(repeating: line[rest % line.count])
      rest /= line.count
    }
  }
}
