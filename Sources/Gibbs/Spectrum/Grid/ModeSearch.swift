import Stochastic

/// What a coarse grid tells about where to look for eigenvalues.
struct ModeSearch {
  /// How many to compute: those wanted, and all that are too close above them to be told apart quickly
  let count: Int
  /// Above the last of them
  let cut: Double
  /// σ of the shifted inverse
  let shift: Double
  /// Below the smallest of them, if the coarse grid is not wrong by more than ten
  let least: Double
  /// Those wanted, on the coarse grid
  let lowest: [Double]

  init(coarse graph: ReversibleGraph, count wanted: Int, control: RunControl?) throws {
    let supremum = graph.supremum
    shift = 1e-7 * supremum
    let all = try graph.modesByFactorization(
      count: min(wanted + 15, graph.order / 2), shift: shift, control: control
    ).values
    // the filter's degree is about √(supremum/cut); coarse grids give too low eigenvalues
    let floor = 1e-4 * supremum
    let last = all.indices.first { $0 > wanted && all[$0] > floor } ?? all.count - 2
    count = last + 1
    least = 0.1 * all[0]
    lowest = Array(all.prefix(wanted))
    cut = 2.5 * max(all[min(last + 1, all.count - 1)], floor)
  }
}
