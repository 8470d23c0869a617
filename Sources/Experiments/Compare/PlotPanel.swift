/// One panel of the picture: what is drawn, on which axis, and where (in fractions of the picture's height).
struct PlotPanel {
  let title: String
  let label: String
  let axis: PlotAxis
  let bottom: Double
  let top: Double
  let hasZeroLine: Bool
  /// The entries of the `plot` command.
  let entries: [String]

  /// gnuplot's commands; only the last panel names the time axis.
  func commands(time: PlotAxis, isLast: Bool) -> [String] {
    var lines = [
      "", "set bmargin at screen \(bottom)", "set tmargin at screen \(top)",
      "set label 1 \(gnuplotQuoted(title)) noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set key noenhanced at screen 0.76, screen \(top) left top Left reverse samplen 2.2 spacing 1.25",
      "set ylabel \(gnuplotQuoted(label)) offset 0.5,0",
      isLast ? "set xlabel 'time t\(time.isLogarithmic ? " (logarithmic)" : "")'" : "unset xlabel",
    ]
    lines += time.commands("x") + axis.commands("y")
    if hasZeroLine {
      lines.append(
        "set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lw 1.2 lc rgb '#404040' back")
    } else {
      lines.append("unset arrow")
    }
    lines.append("plot \\")
    lines += entries.dropLast().map { "  \($0), \\" } + entries.suffix(1).map { "  \($0)" }
    return lines
  }
}

/// The upper panel: the mean loss of every curve.
struct LossPanel {
  private let result: CompareResult
  private let tables: CompareTables
  private let means: [Double]
  private let isLogarithmic: Bool

  /// Mean losses that are all positive and spread over more than a factor of 20 get a logarithmic axis.
  init(result: CompareResult, tables: CompareTables) {
    self.result = result
    self.tables = tables
    means = result.curves.flatMap(\.mean).filter(\.isFinite)
    if let low = means.min(), let high = means.max() {
      isLogarithmic = low > 0 && high > 20 * low
    } else {
      isLogarithmic = false
    }
  }

  func panel(bottom: Double, top: Double) -> PlotPanel {
    let (axis, showsQuantiles) = axisAndQuantiles
    var entries: [String] = []
    for (index, (curve, table)) in zip(result.curves, tables.curves).enumerated() {
      let style = PlotStyle(index: index)
      if index == 0, showsQuantiles, let entry = curve.quantileEntry(file: table.fileName, style: style) {
        entries.append(entry)
      }
      entries += curve.plotEntries(file: table.fileName, style: style)
    }
    return PlotPanel(
      title: means.isEmpty
        ? "Mean loss: no finite value to draw"
        : "Mean loss; bands and bars: pointwise 95 % confidence (mean ± 1.96 standard errors)",
      label: axis.isLogarithmic ? "loss L (logarithmic)" : "loss L", axis: axis, bottom: bottom, top: top,
      hasZeroLine: false, entries: entries)
  }

  /// The first curve's outer quantiles are drawn if they leave the means at least a third of the panel.
  private var axisAndQuantiles: (axis: PlotAxis, showsQuantiles: Bool) {
    let narrow = axis(means + bands)
    guard let curve = result.curves.first, curve.times.count > 1, let outer = curve.outerQuantiles else {
      return (narrow, false)
    }
    let values = (outer.low.values + outer.high.values).filter(\.isFinite)
    let wide = axis(means + bands + values)
    let fits = !values.isEmpty && wide.length <= 3 * narrow.length
    return fits && (!isLogarithmic || values.allSatisfy { $0 > 0 }) ? (wide, true) : (narrow, false)
  }

  /// The edges of the confidence bands. On a logarithmic axis a band that reaches zero is cut off at half
  /// the smallest mean.
  private var bands: [Double] {
    let floor = isLogarithmic ? (means.min() ?? 0) / 2 : -Double.infinity
    let edges = result.curves.flatMap { curve in
      zip(curve.mean, curve.standardError).flatMap { [$0 - 1.959964 * $1, $0 + 1.959964 * $1] }
    }
    return edges.filter(\.isFinite).map { max($0, floor) }
  }

  private func axis(_ values: [Double]) -> PlotAxis {
    isLogarithmic ? .logarithmic(values) : .linear(values)
  }
}

/// The lower panel: the gaps, each with its simultaneous band, and a line at zero.
struct GapPanel {
  /// Of more gaps than this, only those against the first curve are drawn.
  private static let most = 3

  private let result: CompareResult
  private let tables: CompareTables
  /// The gaps that are drawn, by their index in the result.
  let drawn: [Int]

  init(result: CompareResult, tables: CompareTables) {
    self.result = result
    self.tables = tables
    let all = Array(result.gaps.indices)
    let own = all.filter { Self.isAgainstFirst(result.gaps[$0], in: result) }
    drawn = all.count <= Self.most ? all : own.isEmpty ? Array(all.prefix(Self.most)) : own
  }

  func panel(bottom: Double, top: Double) -> PlotPanel {
    let gaps = drawn.map { result.gaps[$0] }
    let values = gaps.flatMap { $0.mean + $0.lower + $0.upper }
    let entries = drawn.flatMap { index in
      result.gaps[index].plotEntries(file: tables.gaps[index].fileName, style: style(of: index))
    }
    let levels = Set(gaps.map { (100 * $0.supremum.level).shortText }).sorted().joined(separator: ", ")
    let rest = gaps.count < result.gaps.count ? "; other gaps: see the tables" : ""
    let title =
      values.contains(where: \.isFinite)
      ? "bands and bars: simultaneous \(levels) % confidence\(rest)" : "no finite value to draw"
    return PlotPanel(
      title: "Gap of mean losses; \(title)",
      label: "gap of mean losses", axis: .linear(values + [0]), bottom: bottom, top: top, hasZeroLine: true,
      entries: entries)
  }

  private static func isAgainstFirst(_ gap: GapResult, in result: CompareResult) -> Bool {
    guard let reference = result.curves.first?.name else { return false }
    return gap.first == reference || gap.second == reference
  }

  /// A gap against the first curve looks like the other curve; the rest take looks that no curve has.
  private func style(of index: Int) -> PlotStyle {
    let names = result.curves.map(\.name)
    let gap = result.gaps[index]
    let other = gap.first == names.first ? gap.second : gap.first
    if Self.isAgainstFirst(gap, in: result), let place = names.firstIndex(of: other) {
      return PlotStyle(index: place)
    }
    let before = drawn.prefix { $0 < index }.filter { !Self.isAgainstFirst(result.gaps[$0], in: result) }
    return PlotStyle(index: names.count + before.count)
  }
}
