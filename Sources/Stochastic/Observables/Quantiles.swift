/// Quantiles of a sample, NaN left out.
///
/// With m numbers the quantile of level q is the order statistic interpolated at q(m − 1); its standard error is
/// half the distance between the order statistics √(m q(1 − q)) ranks to either side. NaN when there is no number.
public func quantiles(_ levels: [Double], of values: [Double]) -> [Estimate] {
  let sorted = values.filter { !$0.isNaN }.sorted()
  guard !sorted.isEmpty else { return levels.map { _ in Estimate(value: .nan, standardError: .nan) } }
  let last = Double(sorted.count - 1)
  func orderStatistic(_ rank: Double) -> Double {
    let place = min(max(rank, 0), last)
    let lower = Int(place.rounded(.down))
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }
  return levels.map { level in
    let spread = (Double(sorted.count) * level * (1 - level)).squareRoot()
    let reach = orderStatistic(level * last + spread) - orderStatistic(level * last - spread)
    return Estimate(value: orderStatistic(level * last), standardError: reach / 2)
  }
}
