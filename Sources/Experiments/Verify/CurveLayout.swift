import Stochastic

/// Which curve belongs to which row and step: the reference first; rows of one scheme share curves.
struct CurveLayout: Sendable {
  private(set) var curves: [Curve] = []
  private var places: [[Int]] = []

  init(_ bench: OrderBench, reference: Dynamics) {
    curves.append(Curve("reference", reference))
    for task in bench.tasks {
      places.append(
        task.steps.map { step in
          let curve = Curve("\(task.scheme.name) \(step)", task.scheme.dynamics(step))
          if let place = curves.firstIndex(of: curve) { return place }
          curves.append(curve)
          return curves.count - 1
        })
    }
  }

  func curve(_ task: Int, _ step: Int) -> Int { places[task][step] }
}

/// The normals ξ that postprocessing adds at a recording time, made again from their address.
struct PostprocessingNoise {
  /// (coordinate, path)
  let normals: [[Double]]

  init(_ run: PathRun, paths: Range<Int>, time: Int) {
    let key = StreamKey(seed: run.seed, purpose: .postprocessing)
    let storage = LaneStorage(count: run.potential.dimension)
    var normals = Array(repeating: [Double](), count: run.potential.dimension)
    for block in stride(from: 0, to: paths.count, by: 16) {
      key.fillNormals(storage.vector, firstPath: UInt64(paths.lowerBound + block), step: UInt64(time))
      for k in normals.indices {
        for lane in 0..<min(16, paths.count - block) { normals[k].append(storage.vector[k][lane]) }
      }
    }
    self.normals = normals
  }
}
