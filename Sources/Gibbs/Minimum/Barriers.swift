import Stochastic

/// The lowest pass between two local minima.
public struct Barrier: Sendable, Equatable {
  /// Indices of the minima
  public let from: Int
  public let to: Int
  /// L at the pass: the least over paths of the highest L along them
  public let height: Exact
  public let saddle: [Double]
  /// Of the Hessian at the saddle, ascending; one is negative
  public let hessianEigenvalues: [Double]
}

/// Passes between all pairs of minima, or why there are none.
public struct BarrierReport: Sendable, Equatable {
  /// Nil where the dimension is above three or a pass is not resolved
  public let barriers: [Barrier]?
  public let reason: String?
}

/// Communicating heights from a merge tree: grid nodes enter from the lowest up, and where the components of two
/// minima first touch, the node is near their lowest pass, from which Newton's method finds the saddle.
///
/// The grid covers {L ≤ h} with h the highest L on straight lines between the minima, so the pass is inside. What the
/// grid does not resolve (wells a few cells wide) is not seen: the search is not a proof.
public struct BarrierSearch: Sendable {
  /// Steps a side in one, two and three dimensions
  public var resolutions: [Int]
  public var threads: Int

  public init(resolutions: [Int] = [4096, 400, 64], threads: Int = ProcessorCount.available) {
    self.resolutions = resolutions
    self.threads = threads
  }

  /// - Throws: `GSLError`; `CancellationError` when `control` asks to stop.
  public func search<P: GibbsPotential>(
    _ potential: P, minima: [LocalMinimum], control: RunControl? = nil
  ) throws -> BarrierReport {
    guard minima.count > 1 else { return BarrierReport(barriers: [], reason: "there is one minimum") }
    guard potential.dimension <= 3 else {
      return BarrierReport(barriers: nil, reason: "passes are searched in up to three dimensions")
    }
    let level = try levelOnLines(potential, minima.map(\.weights), control)
    guard let box = try sublevelBox(potential, level: level, control: control) else {
      return BarrierReport(barriers: nil, reason: "the set where L <= \(level) is not known to be bounded")
    }
    let grid = BoxGrid(box: box, resolution: resolutions[potential.dimension - 1])
    let values = try grid.values(of: potential, threads: threads, control: control)
    var tree = MergeTree(grid: grid, values: values)
    guard let merges = tree.merges(of: minima.map(\.weights), below: level) else {
      return BarrierReport(barriers: nil, reason: "two minima share a cell of the grid")
    }
    var barriers: [Barrier] = []
    for merge in merges {
      if control?.isCancelled == true { throw CancellationError() }
      let pass = try pass(potential, grid, values, merge.node)
      for from in merge.left {
        for to in merge.right {
          barriers.append(
            Barrier(
              from: min(from, to), to: max(from, to), height: pass.height, saddle: pass.saddle,
              hessianEigenvalues: pass.eigenvalues))
        }
      }
    }
    return BarrierReport(barriers: barriers.sorted { ($0.from, $0.to) < ($1.from, $1.to) }, reason: nil)
  }

  /// The highest L on the lines from the first minimum to the others, and a little more.
  private func levelOnLines<P: GibbsPotential>(
    _ potential: P, _ minima: [[Double]], _ control: RunControl?
  ) throws -> Double {
    let evaluator = Evaluator(potential)
    let first = minima[0]
    var highest = evaluator.value(at: first)
    let least = highest
    for other in minima.dropFirst() {
      if control?.isCancelled == true { throw CancellationError() }
      for step in 0...200 {
        let t = Double(step) / 200
        highest = max(highest, evaluator.value(at: zip(first, other).map { (1 - t) * $0 + t * $1 }))
      }
    }
    return highest + 0.05 * (highest - least)
  }

  /// The saddle near a node; the node itself, with the change of L over its cells as error, if there is none.
  private func pass<P: GibbsPotential>(
    _ potential: P, _ grid: BoxGrid, _ values: [Double], _ node: Int
  ) throws -> (height: Exact, saddle: [Double], eigenvalues: [Double]) {
    let start = grid.point(node)
    let variation = grid.neighbours(of: node).reduce(0) { max($0, (values[$1] - values[node]).magnitude) }
    let newton = CriticalPoint(potential)
    let found = try newton.polish(start, index: 1, stepLimit: grid.spacing)
    let signs = found.system.values.map { $0 < 0 }
    let isSaddle = signs[0] && !signs.dropFirst().contains(true)
    guard isSaddle, found.gradientNorm <= 1e-9, (found.value - values[node]).magnitude <= 4 * variation else {
      let eigenvalues = try newton.examine(start).system.values
      return (Exact(value: values[node], error: variation), start, eigenvalues)
    }
    let error =
      found.gradientNorm * found.gradientNorm / -found.system.values[0] + 0x1p-47 * found.value.magnitude
    return (Exact(value: found.value, error: error), found.weights, found.system.values)
  }
}
