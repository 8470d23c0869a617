import Stochastic

/// Running variances of all coordinates of one rung, over walkers and iterations.
struct CoordinateSpread {
  private var moments: [Moments]

  init(dimension: Int) { moments = Array(repeating: Moments(), count: dimension) }

  mutating func add(_ weights: LaneVector) {
    for k in moments.indices {
      for lane in 0..<16 { moments[k].add(weights[k][lane]) }
    }
  }

  var means: [Double] { moments.map(\.mean) }

  var variances: [Double] { moments.map(\.variance) }

  /// Standard deviations; the fallback where a coordinate has not moved.
  func scale(or fallback: [Double]) -> [Double] {
    zip(moments, fallback).map { moment, other in
      let deviation = moment.variance.squareRoot()
      return deviation > 0 && deviation.isFinite ? deviation : other
    }
  }
}

extension LadderGroup {
  /// Adapts step sizes and scales over `iterations`, then freezes them: a third with the scale given, a third
  /// in which every coordinate's spread is measured, a third with that as the scale.
  func warmUp(_ iterations: Int, control: RunControl?) {
    let third = max(iterations / 3, 1)
    run(third, adapting: true, control) { _ in }
    var spreads = blocks.map { CoordinateSpread(dimension: $0.dimension) }
    run(third, adapting: true, control) { group in
      for rung in spreads.indices { spreads[rung].add(group.blocks[rung].weights) }
    }
    let fallback = Array(repeating: 1.0, count: blocks[0].dimension)
    restartAdaptation(scales: spreads.map { $0.scale(or: fallback) })
    run(max(iterations - 2 * third, 1), adapting: true, control) { _ in }
    freeze()
  }

  /// Iterates until done or cancelled, showing the group to `record` after every iteration.
  func run(
    _ iterations: Int, adapting: Bool, _ control: RunControl?, record: (LadderGroup) -> Void
  ) {
    for _ in 0..<iterations {
      if control?.isCancelled == true { return }
      iterate(adapting: adapting)
      record(self)
    }
  }
}
