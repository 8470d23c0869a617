extension CurveResult {
  /// Steps by the learning rate, so that its state is constant between two of its times.
  var isDiscrete: Bool {
    ["noisy-gd", "sgd", "svag"].contains(kind)
  }

  /// The lowest and the highest quantile, if there are two.
  var outerQuantiles: (low: QuantileSeries, high: QuantileSeries)? {
    let sorted = quantiles.sorted { $0.level < $1.level }
    guard sorted.count > 1, let low = sorted.first, let high = sorted.last else { return nil }
    return (low, high)
  }

  /// Lines for what flows; for what steps, points where the times are few, else a staircase where the
  /// recorded times resolve the steps.
  var drawing: Drawing {
    if times.count == 1 { return .points }
    guard isDiscrete else { return times.count <= 12 ? .lineWithPoints : .line }
    if times.count <= 25 { return .points }
    let widest = zip(times.dropFirst(), times).map { $0 - $1 }.max() ?? 0
    return widest <= learningRate * (1 + 1e-9) ? .steps : .line
  }

  enum Drawing { case points, line, lineWithPoints, steps }

  /// The entries of the `plot` command that draw this curve: its band first, then its mean.
  func plotEntries(file: String, style: PlotStyle) -> [String] {
    let data = gnuplotQuoted(file)
    let title = "title \(gnuplotQuoted(elided(name)))"
    let mean = "\(data) using \"time\":\"mean\""
    let filled = "\(data) using \"time\":@lower:@upper with filledcurves \(style.fill(0.25)) notitle"
    switch drawing {
    case .points:
      let bars = "\(data) using \"time\":\"mean\":@lower:@upper"
      return ["\(bars) with yerrorbars \(style.points) \(title)"]
    case .line: return [filled, "\(mean) with lines \(style.line) \(title)"]
    case .lineWithPoints:
      return [filled, "\(mean) with linespoints \(style.line) pt \(style.point) ps 0.8 \(title)"]
    case .steps:
      let edge = "with steps lw 0.7 lc rgb '\(style.colour)' notitle"
      return [
        "\(data) using \"time\":@lower \(edge)", "\(data) using \"time\":@upper \(edge)",
        "\(mean) with steps \(style.line) \(title)",
      ]
    }
  }

  /// The entry that fills the range between the outer quantiles.
  func quantileEntry(file: String, style: PlotStyle) -> String? {
    guard let (low, high) = outerQuantiles else { return nil }
    let columns = [low, high].map { "\"q\($0.level.plainText)\"" }.joined(separator: ":")
    return "\(gnuplotQuoted(file)) using \"time\":\(columns) with filledcurves \(style.fill(0.1)) "
      + "title \(gnuplotQuoted("\(elided(name, to: 10)), \(rangeTitle)"))"
  }
}

extension GapResult {
  /// The entries of the `plot` command that draw this gap: its band first, then its mean.
  func plotEntries(file: String, style: PlotStyle) -> [String] {
    let data = gnuplotQuoted(file)
    let title = "title \(gnuplotQuoted("\(elided(first, to: 12)) − \(elided(second, to: 12))"))"
    if times.count == 1 {
      let bars = "\(data) using \"time\":\"mean\":\"lower\":\"upper\""
      return ["\(bars) with yerrorbars \(style.points) \(title)"]
    }
    let mean =
      times.count <= 12
      ? "with linespoints \(style.line) pt \(style.point) ps 0.8" : "with lines \(style.line)"
    return [
      "\(data) using \"time\":\"lower\":\"upper\" with filledcurves \(style.fill(0.25)) notitle",
      "\(data) using \"time\":\"mean\" \(mean) \(title)",
    ]
  }
}
