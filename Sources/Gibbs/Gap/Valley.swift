/// A range of values that a function h hardly takes although it takes many below and above: the barrier between two
/// wells, as h sees it.
///
/// The values between those beyond which 5 % of the variance lie on either side, and the median, are cut into ten
/// layers. A layer is a valley if it holds fewer than ten draws while a layer below it and one above it hold 25 and
/// five times as many. E‖∇h‖² may come from there, however small its apparent error elsewhere.
struct Valley: Sendable, Equatable {
  /// Index of the draw with the greatest value below
  let below: Int
  /// Index of the draw with the least value above
  let above: Int

  /// - Returns: nil if there is no valley
  init?(_ values: [Double], mean: Double) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    func edge(_ indices: some Sequence<Int>) -> Double {
      var sum = 0.0
      let last = indices.first {
        sum += (values[$0] - mean) * (values[$0] - mean)
        return sum >= 0.05 * variance
      }
      return last.map { values[$0] } ?? mean
    }
    let median = values[order[order.count / 2]]
    let (low, high) = (min(edge(order), median), max(edge(order.reversed()), median))
    guard low < high else { return nil }
    func layer(_ value: Double) -> Int { Int((10 * (value - low) / (high - low)).rounded(.down)) }
    var counts = [Int](repeating: 0, count: 10)
    for value in values where value >= low && value <= high { counts[min(layer(value), 9)] += 1 }
    let valleys = counts.indices.filter { k in
      let around = min(counts[..<k].max() ?? 0, counts[(k + 1)...].max() ?? 0)
      return counts[k] < 10 && around >= max(25, 5 * counts[k])
    }
    guard let first = valleys.first, let last = valleys.last,
      let below = order.last(where: { layer(values[$0]) < first }),
      let above = order.first(where: { layer(values[$0]) > last })
    else { return nil }
    self.below = below
    self.above = above
  }
}
