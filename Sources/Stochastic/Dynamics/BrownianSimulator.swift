/// All curves driven by Brownian motion, on one and the same Brownian path.
///
/// The path is sampled on the union of the curves' step times: each cell between two of them has an increment (and, if
/// a scheme uses it, a space–time area), and what a curve sees over its step is put together from the cells inside,
/// exactly. So an SDE at dt = 0.005 and noisy gradient descent at s = 0.2, or two schemes, see the same noise, and
/// their difference has a small variance.
final class BrownianSimulator<P: Potential>: SingleBlockSimulator {
  let curves: [Int]
  let stepCount: Int
  private let potential: P
  private let settings: EnsembleSettings
  private var initialRandom: LaneRandom
  /// Where the path's cells come from: numbered along the path, or from the tree if the path can be refined
  private var cells: CellSequence
  private let walk: TreeWalk?
  private let storage: LaneStorage
  private let scratch: LaneVector
  private var riders: [Rider]

  init(
    _ settings: EnsembleSettings, potential: P,
    curves: [BrownianCurve]
  ) throws {
    self.potential = potential
    self.settings = settings
    self.curves = curves.map(\.index)
    stepCount = curves.reduce(0) { $0 + $1.schedule.stepCount }
    initialRandom = try settings.random(for: .initialWeights)
    let d = potential.dimension
    // the tree always has areas
    let usesArea = settings.grid != nil || curves.contains { $0.integrator.properties.usesArea }
    cells = try CellSequence(settings, dimension: d, withAreas: usesArea)
    let finest = curves.reduce(.infinity) { min($0, $1.stepSize) }
    walk = try settings.grid.map {
      try TreeWalk($0, stepSize: finest, seed: settings.seed, dimension: d)
    }
    let scratchCount = settings.scratchCount(potential)
    let sizes = curves.map { Rider.memory($0.integrator, dimension: d, withAreas: usesArea) }
    storage = LaneStorage(count: scratchCount + sizes.reduce(0, +))
    scratch = storage.vector.slice(0, scratchCount)
    riders = []
    var place = scratchCount
    for (curve, size) in zip(curves, sizes) {
      riders.append(
        try Rider(
          curve.index, curve.integrator, curve.schedule, settings, dimension: d, withAreas: usesArea,
          memory: storage.vector.slice(place, size)))
      place += size
    }
  }

  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool {
    initialRandom.begin(firstPath: firstPath)
    cells.begin(firstPath: firstPath)
    walk?.begin(firstPath: firstPath)
    return riders.withUnsafeMutableBufferPointer { riders in
      for i in riders.indices {
        riders[i].begin(record, firstPath: firstPath)
        if i == 0 {
          settings.initial.sample(into: riders[0].state.weights, using: &initialRandom)
        } else {
          riders[i].state.weights.copy(from: riders[0].state.weights)
        }
      }
      return withUnsafeMutablePointer(to: &cells) { ride(riders, $0, control) }
    }
  }

  /// The next cell, where it ends, and by how much step times may miss that: cells of a sequence end with the step that
  /// ends first, cells of the tree at dyadic times, which step times are up to rounding.
  @inline(always)
  private func nextCell(
    _ cells: UnsafeMutablePointer<CellSequence>, _ walk: TreeWalk?, _ number: UInt64, to end: Double
  ) -> (cell: BrownianCell, end: Double, slack: Double) {
    guard let walk else { return (cells.pointee.cell(number), end, 0) }
    let (end, slack) = (walk.end, 0.25 * walk.length)
    return (walk.next(), end, slack)
  }

  /// From cell to cell of the common Brownian path.
  private func ride(
    _ riders: UnsafeMutableBufferPointer<Rider>, _ cells: UnsafeMutablePointer<CellSequence>,
    _ control: RunControl
  ) -> Bool {
    // once: a copy of these in every cell would count references that all threads share
    let (potential, settings, scratch) = (potential, settings, scratch)
    var now = 0.0
    var number: UInt64 = 0
    var steps = 0
    let walk = walk
    let isAlone = walk == nil && riders.count == 1
    while true {
      var end = Double.infinity
      for i in riders.indices {
        riders[i].recordIfDue(potential, settings, scratch: scratch)
        if !riders[i].cursor.isFinished { end = min(end, riders[i].cursor.stepEnd) }
      }
      if end == .infinity || number & 63 == 63 {
        control.advance(steps)
        steps = 0
      }
      if end == .infinity { return true }
      if control.isCancelled { return false }
      if isAlone {
        guard let made = riders[0].goOn(potential, cells, from: number, scratch: scratch, control: control)
        else { return false }
        control.advance(made)
        number += UInt64(made)
        continue
      }
      let next = nextCell(cells, walk, number, to: end)
      for i in riders.indices where !riders[i].cursor.isFinished {
        steps += riders[i].cross(
          potential, next.cell, from: now, to: next.end, slack: next.slack, scratch: scratch)
      }
      now = next.end
      number += 1
    }
  }
}

/// A curve that rides on a Brownian path.
struct BrownianCurve {
  let index: Int
  let integrator: Integrator
  let schedule: StepSchedule
  /// The dt that was asked for, or s
  let stepSize: Double
}
