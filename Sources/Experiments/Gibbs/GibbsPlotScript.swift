import Gibbs
import Stochastic

/// The gnuplot script that draws a study of Gibbs measures from its CSV files: gibbs.png and gibbs.svg, and with a
/// ladder of learning rates ladder.png and ladder.svg.
struct GibbsPlotScript {
  let result: GibbsResult

  var text: String {
    let ladder = result.ladder.isEmpty ? [] : [LadderPicture(result: result).commands]
    return gnuplotScript("Gibbs law and spectral gap", pictures: [measure] + ladder)
  }

  private var measure: [String] {
    let report = result.report
    let panels: [String]
    let height: Int
    switch report.landscape?.axes.count {
    case 1:
      (panels, height) = (LandscapePanels(report: report).line, 1000)
    case 2:
      (panels, height) = (LandscapePanels(report: report).plane, 900)
    default:
      (panels, height) = ([], 420)
    }
    let title = gnuplotQuoted(
      "\(elided(result.name, to: 48)): Gibbs law ∝ exp(−2L/s) at s = \(report.learningRate.shortText)")
    return gnuplotTerminal("gibbs", width: 1200, height: height)
      + ["set multiplot title \(title) noenhanced font large"] + panels
      + bracket(top: panels.isEmpty ? 0.84 : 0.27) + ["unset multiplot", "unset output"]
  }

  /// All that is known about the gap on one logarithmic axis.
  private func bracket(top: Double) -> [String] {
    let rows = result.report.gapRows
    guard let largest = rows.last?.value else { return [] }
    // smaller bounds are named, not drawn: they would squeeze the others together
    let shown = rows.enumerated().filter { $0.element.value >= largest * Self.drawnRatio }
    let hidden = rows.filter { $0.value < largest * Self.drawnRatio }
    let remark = hidden.map { "; off the axis: \($0.name) \($0.value.shortText)" }.joined()
    let first = Double(shown.first?.offset ?? 0)
    return [
      "", "set lmargin at screen 0.2", "set rmargin at screen 0.97", "set bmargin at screen \(panelBottom)",
      "set tmargin at screen \(top)", "unset label", "unset arrow", "unset colorbox", "set border 3",
      "set label 1 'Spectral gap λ_s and its bounds' noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set key noenhanced at graph 1, screen \(top + 0.035) right top horizontal samplen 0.5 width 1",
      "unset ylabel",
      "set xlabel \(gnuplotQuoted("λ_s (logarithmic)" + remark)) noenhanced",
    ] + PlotAxis.logarithmic(shown.map(\.element.value)).commands("x") + [
      "set yrange [\(first + 0.4):\(Double(rows.count) + 0.6)]", "unset logscale y", "set ytics nomirror",
      "set grid x y", "plot \\",
    ] + entries
  }

  /// Bounds below this part of the largest one are not drawn.
  private static let drawnRatio = 1e-6

  private var entries: [String] {
    let kind = result.report.spectralGap.kind ?? .exact
    let styles = [
      ("lower", "pt 9 ps 1.6 lc rgb '\(PlotStyle(index: 0).colour)'", "lower bound"),
      ("upper", "pt 11 ps 1.6 lc rgb '\(PlotStyle(index: 1).colour)'", "upper bound"),
      (kind.rawValue, "pt 7 ps 1.6 lc rgb '#000000'", "λ_s (\(kind.rawValue))"),
    ]
    let lines = styles.map { side, style, title in
      "  \(gnuplotQuoted(GibbsTables.bounds)) using "
        + "(strcol(\"side\") eq '\(side)' ? column(\"value\") : NaN):\"row\":ytic(strcol(\"name\")) "
        + "with points \(style) title '\(title)'"
    }
    return lines.dropLast().map { $0 + ", \\" } + lines.suffix(1)
  }

  private var panelBottom: Double { result.report.landscape == nil ? 0.2 : 0.075 }
}
