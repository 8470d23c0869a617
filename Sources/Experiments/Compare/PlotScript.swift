/// The gnuplot script that draws a comparison from its CSV files: mean losses above, gaps below.
///
/// The script holds no data and names its files relative to itself, so `gnuplot plot.gp` in the result
/// directory draws compare.png and compare.svg again.
struct PlotScript {
  let result: CompareResult
  let tables: CompareTables

  /// The text of plot.gp.
  var text: String {
    let panels = panels
    let bottom = panels.first.map { $0.axis.isLogarithmic ? $0.axis.lower : -1e300 } ?? -1e300
    let time = PlotAxis.time(result.curves.flatMap(\.times))
    let margin = panels.contains { $0.axis.digits > 6 } ? 0.14 : 0.1
    var picture = gnuplotTerminal("compare", width: 1200, height: 900)
    picture += [
      "set rmargin at screen 0.75", "set lmargin at screen \(margin)",
      "set multiplot title \(title) noenhanced font large",
    ]
    for (index, panel) in panels.enumerated() {
      picture += panel.commands(time: time, isLast: index == panels.count - 1)
    }
    picture += ["", "unset multiplot", "unset output"]
    let levels = LevelsPicture(result: result)
    if !levels.isEmpty { picture += [""] + levels.commands }
    let lines =
      Self.preamble(bottom: bottom.plainText) + ["do for [picture in 'png svg'] {"]
      + picture.map { $0.isEmpty ? "" : "  " + $0 } + ["}"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Losses alone, or losses above gaps.
  private var panels: [PlotPanel] {
    let losses = LossPanel(result: result, tables: tables)
    let gaps = GapPanel(result: result, tables: tables)
    guard !gaps.drawn.isEmpty else { return [losses.panel(bottom: 0.11, top: 0.9)] }
    return [losses.panel(bottom: 0.48, top: 0.9), gaps.panel(bottom: 0.105, top: 0.39)]
  }

  private var title: String {
    let facts = "\(result.effort), learning rate s = \(result.learningRate.shortText)"
    return gnuplotQuoted("\(elided(result.name, to: 48)): \(facts)")
  }

  private static func preamble(bottom: String) -> [String] {
    [
      "# Mean losses and their gaps. Draw again with: gnuplot plot.gp",
      "reset",
      "set encoding utf8",
      "set datafile separator comma",
      "set datafile columnheaders",
      "",
      "# The normal 97.5 % point: mean ± z standard errors is the pointwise 95 % confidence band.",
      "z = 1.959964",
      "# Bands end here: the bottom of a logarithmic axis.",
      "bottom = \(bottom)",
      "clipped(y) = y < bottom ? bottom : y",
      "lower = '(clipped(column(\"mean\") - z * column(\"standard_error\")))'",
      "upper = '(clipped(column(\"mean\") + z * column(\"standard_error\")))'",
      "",
    ]
  }
}
