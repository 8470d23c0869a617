import Foundation

/// The range and the scale of one axis of a plot, chosen from the values that it must show.
struct PlotAxis: Equatable {
  var lower: Double
  var upper: Double
  var isLogarithmic = false

  /// A linear axis around the finite values: 5 % of room at both ends; around a single value, 10 % of it.
  /// Without any finite value, from 0 to 1.
  static func linear(_ values: [Double]) -> PlotAxis {
    // Beyond this size gnuplot's own arithmetic on the range overflows.
    let limit = 1e150
    let finite = values.filter(\.isFinite).map { min(max($0, -limit), limit) }
    guard let low = finite.min(), let high = finite.max() else { return PlotAxis(lower: 0, upper: 1) }
    let size = max(abs(low), abs(high))
    guard high - low > 1e-9 * size else {
      let room = size == 0 ? 1 : 0.1 * size
      return PlotAxis(lower: low - room, upper: high + room)
    }
    let room = 0.05 * (high - low)
    return PlotAxis(lower: low - room, upper: high + room)
  }

  /// A logarithmic axis around the finite positive values, with 5 % of its length as room at both ends.
  static func logarithmic(_ values: [Double]) -> PlotAxis {
    let positive = values.filter { $0.isFinite && $0 > 0 }
    guard let low = positive.min(), let high = positive.max() else { return linear(values) }
    let room = max(0.05 * (log10(high) - log10(low)), 0.01)
    return PlotAxis(
      lower: pow(10, max(log10(low) - room, -300)), upper: pow(10, min(log10(high) + room, 300)),
      isLogarithmic: true)
  }

  /// Times from 0 to the last one, or logarithmic over more than three decades that leave out 0.
  static func time(_ times: [Double]) -> PlotAxis {
    guard let first = times.min(), let last = times.max() else { return PlotAxis(lower: 0, upper: 1) }
    if first > 0, last > 1000 * first { return logarithmic(times) }
    let end = last > 0 ? last : 1
    return PlotAxis(lower: -0.02 * end, upper: 1.02 * end)
  }

  /// gnuplot's commands for this axis; `axis` is "x" or "y".
  func commands(_ axis: String) -> [String] {
    var lines = ["set \(axis)range [\(lower.plainText):\(upper.plainText)]"]
    lines.append(isLogarithmic ? "set logscale \(axis)" : "unset logscale \(axis)")
    lines.append("set \(axis)tics nomirror \(ticks)")
    lines.append("set format \(axis) \"\(tickFormat)\"")
    return lines
  }

  private var decades: Double { log10(upper) - log10(lower) }

  /// The length of the axis, in decades if it is logarithmic.
  var length: Double { isLogarithmic ? decades : upper - lower }

  /// A logarithmic axis of few decades is labelled at 1, 2 and 5 times the powers of ten.
  private var ticks: String {
    guard isLogarithmic, decades < 3.5 else { return "autofreq" }
    var values: [String] = []
    for exponent in Int(floor(log10(lower)))...Int(ceil(log10(upper))) {
      values += ["1", "2", "5"].map { "\($0)e\(exponent)" }
    }
    return "(\(values.joined(separator: ", ")))"
  }

  /// Enough digits that neighbouring labels differ, also for a small range far from zero.
  private var tickFormat: String {
    if isLogarithmic { return decades < 3.5 ? "%h" : "10^{%T}" }
    return digits > 6 ? "%.\(digits)h" : "%h"
  }

  /// How many digits tell neighbouring labels of a linear axis apart.
  var digits: Int { Int(ceil(log10(max(abs(lower), abs(upper)) / (upper - lower)))) + 2 }
}
