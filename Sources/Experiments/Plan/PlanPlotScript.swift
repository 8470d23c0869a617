import Foundation
import Guarantees

/// The gnuplot script that draws a plan from its tables: what SGD does against what the theorems allow, and the
/// measurements that the step size rests on.
struct PlanPlotScript {
  let result: PlanResult

  var text: String {
    let height = result.hasRun ? 900 : 520
    var picture = gnuplotTerminal("plan", width: 1200, height: height)
    let run = runPanel
    picture += [
      // bands end at the bottom of the logarithmic axis
      "bottom = \(run.axis.lower.plainText)", "clipped(y) = y < bottom ? bottom : y",
      "set rmargin at screen 0.72", "set lmargin at screen 0.1",
      "set multiplot title \(title) noenhanced font large",
    ]
    if result.hasRun { picture += run.commands(time: timeAxis, isLast: true) }
    picture += ladder(bottom: result.hasRun ? 0.09 : 0.16, top: result.hasRun ? 0.38 : 0.8)
    return gnuplotScript(
      "The plan of a step size", pictures: [picture + ["", "unset multiplot", "unset output"]])
  }

  private var title: String {
    gnuplotQuoted(
      "\(elided(result.name, to: 40)): SGD to within ε = \(result.accuracy.shortText) by T = \(result.horizon.shortText)"
    )
  }

  private var timeAxis: PlotAxis { .time(result.promises.compactMap { $0.run?.curve.times.last } + [0]) }

  private var runPanel: PlotPanel {
    let ran = result.promises.compactMap { promise in promise.run.map { (promise, $0) } }
    let measured = ran.flatMap { $0.1.curve.mean }.filter { $0 > 0 }
    let top = 300 * max(measured.max() ?? 1, result.accuracy)
    let bounds = ran.flatMap { promise, run in run.curve.times.map { promise.bound.value(at: $0) } }
    var entries = ran.enumerated().flatMap { index, pair in
      Self.entries(pair.0, style: PlotStyle(index: index))
    }
    entries.append(
      "\(result.accuracy.plainText) with lines lw 1.5 dt 3 lc rgb '#404040' title 'ε'")
    return PlotPanel(
      title: "Excess risk of SGD, mean ± 1.96 standard errors, and the theorems' bounds",
      label: "E L(W^k) − min L (logarithmic)",
      axis: .logarithmic(measured + [result.accuracy] + bounds.filter(\.isFinite).map { min($0, top) }),
      bottom: 0.53, top: 0.9, hasZeroLine: false, entries: entries)
  }

  private static func entries(_ promise: PlanPromise, style: PlotStyle) -> [String] {
    let data = gnuplotQuoted(promise.plan.rule.tableName)
    // short enough that nothing is cut at the edge
    let s = String(format: "%.3g", promise.learningRate)
    let k =
      promise.stepCount < 10_000_000
      ? "\(promise.stepCount)" : String(format: "%.3g", Double(promise.stepCount))
    let name = "s = \(s), k = \(k)"
    func edge(_ sign: String) -> String {
      "(clipped(column(\"excess\") \(sign) 1.959964*column(\"standard_error\")))"
    }
    let curve = [
      "\(data) using \"time\":\(edge("-")):\(edge("+")) with filledcurves \(style.fill(0.25)) notitle",
      "\(data) using \"time\":\"excess\" with lines \(style.line) title \(gnuplotQuoted(name))",
    ]
    guard promise.bound.obstruction == nil else { return curve }
    return curve + [
      "\(data) using \"time\":\"bound\" with lines lw 2 dt 2 lc rgb '\(style.colour)' "
        + "title \(gnuplotQuoted("bound of \(promise.plan.rule.title)"))"
    ]
  }

  /// A and B over the ladder of the last round; lines where the two step sizes are.
  private func ladder(bottom: Double, top: Double) -> [String] {
    let (a, b) = (PlotStyle(index: 2), PlotStyle(index: 3))
    let data = gnuplotQuoted(PlanTables.ladder)
    let rungs = result.settled?.rungs ?? []
    let values = rungs.flatMap { [$0.stationary.upper, $0.weakError.lower, $0.weakError.upper] }
    let marks = result.promises.enumerated().map { index, promise in
      let s = promise.learningRate.plainText
      return "set arrow \(index + 2) from first \(s), graph 0 to first \(s), graph 1 nohead lw 1.5 dt 2 "
        + "lc rgb '\(PlotStyle(index: index).colour)'"
    }
    return [
      "", "set bmargin at screen \(bottom)", "set tmargin at screen \(top)",
      "set label 1 'What the step size rests on; bars: 95 % confidence, all s together' noenhanced "
        + "at graph 0, graph 1 left offset 0,0.9",
      "set key noenhanced at screen 0.73, screen \(top) left top Left reverse samplen 2.2 spacing 1.25",
      "set ylabel 'per unit of s'", "set xlabel 'learning rate s (logarithmic)'",
    ] + PlotAxis.logarithmic(rungs.map(\.learningRate) + result.promises.map(\.learningRate)).commands("x")
      + PlotAxis.linear(values + [0]).commands("y") + marks + [
        "plot \\",
        "  \(data) using \"learning_rate\":\"stationary_excess\" with linespoints \(a.line) pt \(a.point) "
          + "title '(mean of L − min L)/s, Gibbs law', \\",
        "  \(data) using \"learning_rate\":\"weak_error\":\"weak_error_lower\":\"weak_error_upper\" "
          + "with yerrorlines \(b.line) pt \(b.point) title 'sup |E L(SGD) − E L(SDE)|/s'",
      ]
  }
}
