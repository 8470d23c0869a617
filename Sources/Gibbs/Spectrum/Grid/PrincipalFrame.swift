import GSL
import Stochastic

extension GridSpectrum where P: GibbsPotential {
  /// The same problem in the principal axes of Σ ∇U∇Uᵀ over a scan of {L ≤ ceiling}, L = U + (λ/2)‖w‖², where a grid in
  /// them takes less than half as many cells.
  ///
  /// The generator is the same in every frame. A steep valley oblique to the axes asks for narrow cells along each of
  /// them, parallel to one of them for narrow cells along the other only. U of one unit depends on the products with the
  /// inputs alone: where these are parallel, the first axis is theirs, exactly.
  func turned() throws -> GridSpectrum {
    let region = try region()
    let frame = try principalFrame(region)
    let turned = GridSpectrum(
      sampler: FieldSampler(potential: sampler.potential, threads: sampler.threads, frame: frame),
      box: frame.box(around: box), learningRate: learningRate, count: count,
      points: points.map(frame.place), control: control)
    return try turned.region().cellCount < 0.5 * region.cellCount ? turned : self
  }

  private func principalFrame(_ region: ActiveRegion) throws -> Frame {
    let grid = TensorGrid(
      covering: region.box, counts: region.box.map { _ in region.box.count == 2 ? 201 : 61 })
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    let gradients = sampler.gradients(count: grid.nodeCount, at: grid.coordinate)
    var tensor = [Double](repeating: 0, count: box.count * box.count)
    for node in levels.indices where levels[node] <= region.ceiling {
      let slopes = box.indices.map {
        gradients[$0][node] - sampler.potential.regularization * grid.coordinate(node, $0)
      }
      for j in box.indices {
        for k in box.indices { tensor[j * box.count + k] += slopes[j] * slopes[k] }
      }
    }
    return Frame(axes: try symmetricEigensystem(tensor).vectors.reversed())
  }
}
