import Foundation

/// gnuplot's commands for the pictures: one panel for every kind of error and problem, three in a row.
struct VerifyPicture {
  let result: VerifyResult

  /// Rows of one kind of error on one problem.
  private struct Panel {
    let title: String
    let rows: [Int]
  }

  private var rows: [OrderRow] { result.rows }

  private var panels: [Panel] {
    var panels: [Panel] = []
    for kind in OrderKind.allCases {
      let problems = rows.filter { $0.kind == kind }.map(\.problem)
      for problem in problems.enumerated().filter({ problems.firstIndex(of: $1) == $0 }).map(\.element) {
        let members = rows.indices.filter { rows[$0].kind == kind && rows[$0].problem == problem }
        panels.append(Panel(title: "\(Self.title(kind)), \(problem)", rows: members))
      }
    }
    return panels
  }

  private static func title(_ kind: OrderKind) -> String {
    switch kind {
    case .strong: "strong error"
    case .weak: "weak error"
    case .stationary: "stationary bias"
    case .learningRate: "distance from the SDE"
    case .covariance: "distance from the covariance SDE"
    case .flow: "gradient flow"
    case .underdamped: "underdamped, weak error"
    case .underdampedStationary: "underdamped, stationary bias"
    }
  }

  /// A scheme looks the same in every panel.
  private func style(_ row: Int) -> PlotStyle {
    var names: [String] = []
    for row in rows where !names.contains(row.scheme) { names.append(row.scheme) }
    return PlotStyle(index: names.firstIndex(of: rows[row].scheme) ?? 0)
  }

  // MARK: error against step

  var orders: [String] {
    let panels = panels
    let lines = (panels.count + 2) / 3
    return gnuplotTerminal("orders", width: 1500, height: 460 * lines + 60)
      + ["set multiplot layout \(lines),3 title 'Errors against the step, with fitted orders' font large"]
      + panels.flatMap(errorPanel) + ["unset multiplot", "unset output"]
  }

  private func errorPanel(_ panel: Panel) -> [String] {
    let shown = panel.rows.filter { rows[$0].fit != nil }
    let file = gnuplotQuoted(VerifyTables.errors)
    let points = shown.map { row in
      "\(file) using \(only(row, "step")):\"magnitude\":\"standard_error\" with yerrorbars "
        + "\(style(row).points) title \(gnuplotQuoted(label(row)))"
    }
    let fits = shown.map { row in
      "\(file) using \(only(row, "step")):\"fitted\" with lines \(style(row).line) notitle"
    }
    let isRate = panel.rows.contains { rows[$0].kind.isInLearningRate }
    return axes(panel, shown, x: { $0.data.steps }, label: isRate ? "learning rate s" : "dt")
      + ["plot " + (fits + points).joined(separator: ", ")]
  }

  private func label(_ row: Int) -> String {
    guard let fit = rows[row].fit else { return name(row) }
    return "\(name(row)): \(String(format: "%.2f", fit.order))"
  }

  /// Short enough for a legend.
  private func name(_ row: Int) -> String {
    rows[row].scheme.replacing(", W itself", with: " (W)")
  }

  // MARK: error against work

  var workPrecision: [String] {
    let panels = self.panels.filter { panel in
      panel.rows.contains { [.strong, .weak].contains(rows[$0].kind) && rows[$0].problem == "tanh-net" }
    }
    return gnuplotTerminal("work_precision", width: 1300, height: 520 * panels.count + 60)
      + ["set multiplot layout \(panels.count),2 title 'What an error costs' font large"]
      + panels.flatMap {
        workPanel($0, "gradients", "gradients per path") { $0.gradients }
          + workPanel($0, "seconds_per_path", "seconds per path, one thread") { $0.seconds }
      } + ["unset multiplot", "unset output"]
  }

  private func workPanel(
    _ panel: Panel, _ column: String, _ label: String, _ values: (OrderRow) -> [Double]
  ) -> [String] {
    let shown = panel.rows.filter { rows[$0].fit != nil }
    let file = gnuplotQuoted(VerifyTables.workPrecision)
    let curves = shown.map { row in
      "\(file) using \(only(row, column)):\"magnitude\" with linespoints \(style(row).line) "
        + "pt \(style(row).point) ps 1.1 title \(gnuplotQuoted(name(row)))"
    }
    return axes(panel, shown, x: values, label: label) + ["plot " + curves.joined(separator: ", ")]
  }

  // MARK: common

  /// A column where the row is this one.
  private func only(_ row: Int, _ column: String) -> String {
    "(column(\"row\") == \(row) ? column(\"\(column)\") : NaN)"
  }

  private func axes(_ panel: Panel, _ shown: [Int], x: (OrderRow) -> [Double], label: String) -> [String] {
    let magnitudes = shown.flatMap { rows[$0].data.errors.map { abs($0) } }
    var y = PlotAxis.logarithmic(magnitudes)
    // room for the legend below, a line of which takes a fifteenth of the height
    let room = min(Double(shown.count + 1) / 15, 0.6)
    if y.isLogarithmic { y.lower *= pow(y.lower / y.upper, room / (1 - room)) }
    return [
      "", "set title \(gnuplotQuoted(panel.title)) noenhanced",
      "set key noenhanced bottom right Left reverse samplen 1.5",
      "set xlabel \(gnuplotQuoted(label)) noenhanced",
      "set ylabel ''",
    ] + PlotAxis.logarithmic(shown.flatMap { x(rows[$0]) }).commands("x") + y.commands("y")
  }
}
