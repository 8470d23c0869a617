/// How far a lattice reaches and how fine it gets, by dimension.
struct QuadratureAccuracy: Sendable {
  /// Where e^(−E) has fallen by e^(−cut) from its peak, it is cut off.
  let cut: Double
  /// Accepted relative change when a spacing is doubled
  let tolerance: Double
  let nodeBudget: Int

  /// D = 1, 2, 3
  init(dimension: Int) {
    cut = [80, 60, 45][dimension - 1]
    tolerance = [1e-10, 1e-8, 1e-5][dimension - 1]
    nodeBudget = [1 << 22, 1 << 24, 1 << 25][dimension - 1]
  }
}
