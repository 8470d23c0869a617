import Foundation
import Gibbs
import Stochastic

/// Four panels over the learning rate: log Z, the excess loss, C(s, L) and the spectral gap.
struct LadderPicture {
  let result: GibbsResult

  private var rungs: [GibbsReport] { result.ladder }
  private var data: String { gnuplotQuoted(GibbsTables.ladder) }

  var commands: [String] {
    let title = gnuplotQuoted("\(elided(result.name, to: 48)): the Gibbs law over the learning rate s")
    return gnuplotTerminal("ladder", width: 1200, height: 900)
      + ["set multiplot title \(title) noenhanced font large", "unset key"]
      + PlotAxis.logarithmic(rungs.map(\.learningRate)).commands("x")
      + panel(
        "log Z", "log_z", place: (0, 0), axis: .linear(values(\.logPartitionFunction)))
      + panel(
        "E L − min L  (dashed: D s/4, the limit s → 0)", "excess_loss", place: (1, 0),
        axis: .logarithmic(values(\.meanExcessLoss)), more: ["\(Double(result.report.dimension) / 4)*x dt 2"])
      + panel("C(s, L)", "excess_risk_norm", place: (0, 1), axis: .logarithmic(values(\.excessRiskNorm)))
      + gap + ["unset multiplot", "unset output"]
  }

  private func values(_ quantity: (GibbsReport) -> Quantity) -> [Double] {
    rungs.compactMap { quantity($0).value }
  }

  /// Against 1/s where wells compete, so that Arrhenius' law is a line.
  private var gap: [String] {
    let axis = PlotAxis.logarithmic(values(\.spectralGap))
    guard let barrier = result.report.escapeBarrier, let coldest = rungs.first,
      let rate = coldest.spectralGap.value
    else { return panel("spectral gap λ_s", "spectral_gap", place: (1, 1), axis: axis) }
    let start = 1 / coldest.learningRate
    let line = "\(rate.plainText)*exp(-2*\(barrier.plainText)*(x-\(start.plainText))) dt 2"
    return ["set xrange [0:*]", "unset logscale x", "set xtics autofreq", "set format x '%h'"]
      + panel(
        "spectral gap λ_s  (dashed: slope −2 × barrier \(barrier.shortText) in 1/s)", "spectral_gap",
        place: (1, 1), axis: axis, abscissa: "(1/column(\"learning_rate\"))", label: "1/s", more: [line])
  }

  private func panel(
    _ title: String, _ column: String, place: (Int, Int), axis: PlotAxis,
    abscissa: String = "(column(\"learning_rate\"))", label: String = "learning rate s", more: [String] = []
  ) -> [String] {
    let left = 0.075 + 0.49 * Double(place.0)
    let bottom = 0.565 - 0.485 * Double(place.1)
    let style = PlotStyle(index: 0)
    let points =
      "\(data) using \(abscissa):\"\(column)\":\"\(column)_uncertainty\" "
      + "with yerrorlines \(style.line) pt 7 ps 0.9 notitle"
    let curves = more.map { "\($0) lw 1.5 lc rgb '#404040' notitle" }
    return [
      "", "set lmargin at screen \(left)", "set rmargin at screen \(left + 0.4)",
      "set bmargin at screen \(bottom)", "set tmargin at screen \(bottom + 0.335)",
      "set label 1 \(gnuplotQuoted(title)) noenhanced at graph 0, graph 1 left offset 0,0.8",
      "set xlabel \(gnuplotQuoted(label))",
    ] + axis.commands("y") + ["plot \\"]
      + ([points] + curves).dropLast().map { "  \($0), \\" }
      + [points, curves.last ?? ""].filter { !$0.isEmpty }
      .suffix(1).map { "  \($0)" }
  }
}
