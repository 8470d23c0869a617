/// All curves driven by Brownian motion, on one and the same Brownian path.
///
/// The path is sampled on the union of the curves' step times: each cell between two of them has an increment (and, if
/// a scheme uses it, a space–time area), and what a curve sees over its step is put together from the cells inside,
/// exactly. So an SDE at dt = 0.005 and noisy gradient descent at s = 0.2, or two schemes, see the same noise, and
/// their difference has a small variance.
final class BrownianSimulator<P: Potential>: BlockSimulator {
  let curves: [Int]
  let stepCount: Int
  private let potential: P
  private let settings: EnsembleSettings
  private var initialRandom: LaneRandom
  private var cells: BrownianCells
  private let storage: LaneStorage
  private let scratch: LaneVector
  private var riders: [Rider]

  init(
    _ settings: EnsembleSettings, potential: P,
    curves: [(index: Int, integrator: Integrator, schedule: StepSchedule)]
  ) throws {
    self.potential = potential
    self.settings = settings
    self.curves = curves.map(\.index)
    stepCount = curves.reduce(0) { $0 + $1.schedule.stepCount }
    initialRandom = try settings.random(for: .initialWeights)
    let d = potential.dimension
    let usesArea = curves.contains { $0.integrator.properties.usesArea }
    cells = try BrownianCells(settings, dimension: d, withAreas: usesArea)
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
    return riders.withUnsafeMutableBufferPointer { riders in
      for i in riders.indices {
        riders[i].begin(record, firstPath: firstPath)
        if i == 0 {
          settings.initial.sample(into: riders[0].state.weights, using: &initialRandom)
        } else {
          riders[i].state.weights.copy(from: riders[0].state.weights)
        }
      }
      return ride(riders, control)
    }
  }

  /// From cell to cell of the common Brownian path.
  private func ride(_ riders: UnsafeMutableBufferPointer<Rider>, _ control: RunControl) -> Bool {
    var now = 0.0
    var cell: UInt64 = 0
    var steps = 0
    while true {
      var end = Double.infinity
      for i in riders.indices {
        riders[i].recordIfDue(potential, settings, scratch: scratch)
        if !riders[i].cursor.isFinished { end = min(end, riders[i].cursor.stepEnd) }
      }
      if end == .infinity || cell & 63 == 63 {
        control.advance(steps)
        steps = 0
      }
      if end == .infinity { return true }
      if control.isCancelled { return false }
      let (increment, area) = cells.noise(cell)
      for i in riders.indices where !riders[i].cursor.isFinished {
        steps += riders[i].cross(potential, increment, area, from: now, to: end, scratch: scratch)
      }
      now = end
      cell += 1
    }
  }
}

/// The standard normal vectors behind the cells of a Brownian path, in order.
private struct BrownianCells {
  private var increments: LaneRandom
  private var areas: LaneRandom?
  private let storage: LaneStorage
  private let dimension: Int
  /// Cells whose normals are made at a time
  private let ahead: Int

  init(_ settings: EnsembleSettings, dimension: Int, withAreas: Bool) throws {
    self.dimension = dimension
    increments = try settings.random(for: .brownianIncrements)
    areas = withAreas ? try settings.random(for: .brownianAreas) : nil
    // few weights: four cells at a time use every random word and keep the processor's pipelines full
    ahead = dimension < 32 ? 4 : 1
    storage = LaneStorage(count: (withAreas ? 2 : 1) * ahead * dimension)
  }

  mutating func begin(firstPath: UInt64) {
    increments.begin(firstPath: firstPath)
    areas?.begin(firstPath: firstPath)
  }

  /// The normals of cell number `cell`, for its increment and for its area (empty without areas). Cells are asked for
  /// one after the other.
  @inline(always)
  func noise(_ cell: UInt64) -> (LaneVector, LaneVector) {
    let size = ahead * dimension
    let place = Int(cell) & (ahead - 1)
    if place == 0 {
      increments.normals(into: storage.vector.slice(0, size), step: cell, dimension: dimension)
      areas?.normals(into: storage.vector.slice(size, size), step: cell, dimension: dimension)
    }
    return (
      storage.vector.slice(place * dimension, dimension),
      storage.vector.slice(areas == nil ? 0 : size + place * dimension, areas == nil ? 0 : dimension)
    )
  }
}
