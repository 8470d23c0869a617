/// The root intervals of a Brownian path that can be refined: from one multiple of the learning rate s to the next, cut
/// where a recording time lies between.
///
/// So as long as recording times are multiples of s the path is a function of the seed and s alone: the same for every
/// scheme, every dt, every horizon and every choice of recording times.
struct BrownianGrid: Sendable {
  struct Root: Sendable {
    let start: Double
    /// h₀
    let length: Double
    /// Which recording time it ends at, if it does
    let record: Int?
  }

  let roots: [Root]
  /// Recording times that come before the first root: 0, if it is one
  let leadingRecords: Int

  /// - Throws: `ProblemError` if there are more intervals than the tree has addresses for, or two times are one to it.
  init(times: [Double], learningRate: Double) throws(ProblemError) {
    let slack = 1e-9 * learningRate
    guard (times.last ?? 0) / learningRate + Double(times.count) < Double(BrownianTree.rootLimit) else {
      throw ProblemError(
        "more than \(BrownianTree.rootLimit) steps of the learning rate \(learningRate); a refinable Brownian path "
          + "has at most that many")
    }
    var roots: [Root] = []
    var (now, multiple) = (0.0, 0)
    leadingRecords = times.prefix { $0 <= slack }.count
    for (record, time) in times.enumerated().dropFirst(leadingRecords) {
      guard now < time - slack else {
        throw ProblemError(
          "recording times as close to each other as \(time) and \(now); expected some 1e-9 s between")
      }
      while now < time - slack {
        let next = Double(multiple + 1) * learningRate
        let isWhole = now == Double(multiple) * learningRate && next <= time + slack
        let end = min(next, time)
        roots.append(
          Root(
            start: now, length: isWhole ? learningRate : end - now,
            record: end >= time - slack ? record : nil))
        if next <= time + slack { multiple += 1 }
        now = next <= time + slack ? next : time
      }
    }
    self.roots = roots
  }

  /// ℓ, the fewest bisections of a root after which its parts are no longer than dt.
  static func level(_ root: Root, stepSize: Double) -> Int {
    var (level, length) = (0, root.length)
    while length > stepSize * (1 + 1e-9) {
      level += 1
      length /= 2
    }
    return level
  }
}

extension StepSchedule {
  /// Dyadic parts of the roots, no longer than `stepSize`.
  init(refining grid: BrownianGrid, stepSize: Double) {
    var segments = (0..<grid.leadingRecords).map {
      Segment(start: 0, stepSize: stepSize, count: 0, record: $0)
    }
    var open = false
    for root in grid.roots {
      let count = 1 << BrownianGrid.level(root, stepSize: stepSize)
      let size = root.length / Double(count)
      if open, let last = segments.last, last.stepSize == size {
        segments[segments.count - 1] = Segment(
          start: last.start, stepSize: size, count: last.count + count, record: root.record)
      } else {
        segments.append(Segment(start: root.start, stepSize: size, count: count, record: root.record))
      }
      open = root.record == nil
    }
    self.segments = segments
  }
}
