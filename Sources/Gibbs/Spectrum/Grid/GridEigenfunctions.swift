import Stochastic

extension GridSpectrum {
  /// The lowest eigenfunctions in the plane, on a grid along the axes of the weights.
  func eigenfunctions(_ number: Int, _ region: ActiveRegion, _ search: ModeSearch) throws -> [GridFunction] {
    let cells = try volumes(region, 0.5 * affordableFineness(region))
    let modes = try cells.graph.modesByFactorization(count: number, shift: search.shift, control: control)
    let grid = cells.grid
    var amplitude = [Double](repeating: 0, count: grid.nodeCount)
    for (cell, node) in cells.nodes.enumerated() { amplitude[node] = cells.graph.ground[cell] }
    let functions = modes.vectors.map { vector in
      var u = [Double](repeating: 0, count: grid.nodeCount)
      for (cell, node) in cells.nodes.enumerated() where amplitude[node] > 0 {
        u[node] = vector[cell] / amplitude[node]
      }
      return u
    }
    if sampler.frame.isStandard {
      return functions.map {
        GridFunction(standardizing: $0, amplitude: amplitude, axes: [grid.axis(0), grid.axis(1)])
      }
    }
    let straight = try StraightGrid(grid, amplitude, sampler, learningRate: learningRate)
    return functions.map(straight.function)
  }
}

/// A grid along the axes of the weights for functions on a grid in another frame: as wide as what of that has mass, and
/// as fine.
private struct StraightGrid {
  private let grid: TensorGrid
  private let amplitude: [Double]
  /// The nodes of the other grid around every node, with their weights in linear interpolation
  private let corners: [[(node: Int, weight: Double)]]

  init<P: TwiceDifferentiable>(
    _ other: TensorGrid, _ mass: [Double], _ sampler: FieldSampler<P>, learningRate s: Double
  ) throws {
    let frame = sampler.frame
    let faint = 1e-8 * (mass.max() ?? 0)
    let places = mass.indices.filter { mass[$0] > faint }.map { frame.weights(of: other.point($0)) }
    let box = other.counts.indices.map { axis in
      (places.map { $0[axis] }.min() ?? 0)...(places.map { $0[axis] }.max() ?? 0)
    }
    // along an axis, steps that move by a whole width of the other grid
    var widths = other.counts.indices.map { axis in
      1 / euclideanNorm(other.widths.indices.map { frame.axes[$0][axis] / other.widths[$0] })
    }
    let wanted = zip(box, widths).reduce(1) { $0 * (($1.0.upperBound - $1.0.lowerBound) / $1.1 + 1) }
    let coarsening = max(wanted / 3e5, 1).squareRoot()
    widths = widths.map { $0 * coarsening }
    let grid = TensorGrid(covering: box, widths: widths)
    let levels = try FieldSampler(potential: sampler.potential, threads: sampler.threads).values(
      count: grid.nodeCount, at: grid.coordinate)
    let corners = levels.indices.map { node in
      other.corners(around: frame.place(of: grid.point(node))).filter { mass[$0.node] > faint }
    }
    let bottom = levels.min() ?? 0
    amplitude = zip(levels, corners).map { $1.isEmpty ? 0 : exponential(-($0 - bottom) / s) }
    (self.grid, self.corners) = (grid, corners)
  }

  func function(_ u: [Double]) -> GridFunction {
    let values = corners.map { corners in
      let sum = corners.reduce((0.0, 0.0)) { ($0.0 + $1.weight * u[$1.node], $0.1 + $1.weight) }
      return sum.1 > 0 ? sum.0 / sum.1 : 0
    }
    return GridFunction(standardizing: values, amplitude: amplitude, axes: [grid.axis(0), grid.axis(1)])
  }
}
