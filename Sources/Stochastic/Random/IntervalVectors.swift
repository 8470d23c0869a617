/// ΔB and H of an interval of each path, one lane vector for each coordinate, in pairs of coordinates: where the dimension
/// is odd there is one too many, which nobody looks at.
struct IntervalVectors {
  let increments: LaneVector
  let areas: LaneVector

  static func memory(dimension: Int) -> Int { (dimension + 1) / 2 * 4 }

  init(memory: LaneVector) {
    let half = memory.count / 2
    (increments, areas) = (memory.slice(0, half), memory.slice(half, half))
  }

  /// ΔB = H = 0 in one lane: what a root is drawn from.
  func clear(_ lane: Int) {
    for k in 0..<increments.count { (increments.base[k][lane], areas.base[k][lane]) = (0, 0) }
  }

  /// Sets two coordinates in some lanes.
  @inline(always)
  func set(_ number: Int, _ four: WaitingIntervals.Four, _ lanes: LaneMask) {
    increments.set(2 * number, four.increments.0, lanes)
    increments.set(2 * number + 1, four.increments.1, lanes)
    areas.set(2 * number, four.areas.0, lanes)
    areas.set(2 * number + 1, four.areas.1, lanes)
  }

  /// Two coordinates go from `ahead` to `node` in the lanes of `prepared`, what is new to `node` in those of `current`
  /// and to `ahead` in those of `wanted`, which becomes zero in those of `cleared`.
  @inline(always)
  static func turn(
    _ number: Int, _ four: WaitingIntervals.Four, _ ahead: IntervalVectors, _ prepared: LaneMask,
    to node: IntervalVectors, _ current: LaneMask, _ wanted: LaneMask, _ cleared: LaneMask
  ) {
    let (from, target, b, h) = (ahead, node, four.increments, four.areas)
    from.increments.turn(2 * number, b.0, prepared, to: target.increments, current, wanted, cleared)
    from.increments.turn(2 * number + 1, b.1, prepared, to: target.increments, current, wanted, cleared)
    from.areas.turn(2 * number, h.0, prepared, to: target.areas, current, wanted, cleared)
    from.areas.turn(2 * number + 1, h.1, prepared, to: target.areas, current, wanted, cleared)
  }
}

/// Intervals that stand in one of two places, lane by lane.
struct IntervalChoice {
  let first: IntervalVectors
  let isFirst: LaneMask
  let second: IntervalVectors
  /// Where the second may be written to
  let isSecond: LaneMask

  /// ΔB and H of coordinate k.
  @inline(always)
  func value(_ k: Int) -> (Lanes, Lanes) {
    (
      isFirst.choose(first.increments.base[k], else: second.increments.base[k]),
      isFirst.choose(first.areas.base[k], else: second.areas.base[k])
    )
  }

  @inline(always)
  func set(_ k: Int, _ value: (Lanes, Lanes)) {
    let (increment, area) = value
    first.increments.set(k, increment, isFirst)
    first.areas.set(k, area, isFirst)
    second.increments.set(k, increment, isSecond)
    second.areas.set(k, area, isSecond)
  }
}

extension LaneVector {
  @inline(always)
  fileprivate func turn(
    _ k: Int, _ new: Lanes, _ prepared: LaneMask, to target: LaneVector, _ current: LaneMask,
    _ wanted: LaneMask, _ cleared: LaneMask
  ) {
    let old = base[k]
    target.base[k] = prepared.choose(old, else: current.choose(new, else: target.base[k]))
    base[k] = wanted.choose(new, else: cleared.choose(.zero, else: old))
  }

  /// Sets coordinate k in some lanes.
  @inline(always)
  fileprivate func set(_ k: Int, _ value: Lanes, _ lanes: LaneMask) {
    base[k] = lanes.choose(value, else: base[k])
  }
}
