import Stochastic

/// The tables of figures 1 and 2.
struct RegularizationTables {
  static let cells = "best-test-loss.csv"
  static let dataSets = "data-sets.csv"
  static let all = [cells, dataSets]

  let tables: [Table]

  init(_ measurement: RegularizationMeasurement) throws(OutputError) {
    let (widths, lambdas) = (measurement.settings.widths, measurement.settings.regularizations)
    let grid = widths.indices.flatMap { row in lambdas.indices.map { (row: row, column: $0) } }
    let losses = grid.map { measurement.loss($0.row, $0.column) }
    let relative = grid.map { measurement.relativeLoss($0.row, $0.column) }
    let sets = Array(0..<measurement.settings.dataSets)
    let points = grid.flatMap { cell in sets.map { (cell: cell, set: $0) } }
    tables = [
      try Table(
        fileName: Self.cells,
        columns: [
          ("row", grid.map { "\($0.row)" }), ("column", grid.map { "\($0.column)" }),
          ("width", grid.map { "\(widths[$0.row])" }), column("lambda", grid.map { lambdas[$0.column] }),
          column("best_test_loss", losses.map(\.value)),
          column("standard_error", losses.map(\.standardError)), column("relative", relative.map(\.value)),
          column("relative_error", relative.map(\.standardError)),
        ]),
      try Table(
        fileName: Self.dataSets,
        columns: [
          ("data_set", points.map { "\($0.set)" }), ("width", points.map { "\(widths[$0.cell.row])" }),
          column("lambda", points.map { lambdas[$0.cell.column] }),
          column(
            "best_test_loss", points.map { measurement.best[$0.cell.row][$0.cell.column][$0.set] }),
        ]),
    ]
  }
}

/// Above the paper's picture, the heat map; below it the same in units of the smallest loss of each width.
struct RegularizationPicture {
  let figure: RegularizationFigure
  let measurement: RegularizationMeasurement

  private var lambdas: [Double] { measurement.settings.regularizations }
  private var widths: [Int] { measurement.settings.widths }
  private var file: String { gnuplotQuoted(RegularizationTables.cells) }

  var picture: FigurePicture {
    let settings = measurement.settings
    return FigurePicture(
      title: "Best test loss of SGD over λ and width p, \(settings.labels.name) data "
        + "(\(settings.dataSets) data sets, \(settings.runs) runs on each)",
      width: 1200, height: 1000, panels: heatMap + lines)
  }

  private var heatMap: [String] {
    let losses = widths.indices.flatMap { row in lambdas.indices.map { measurement.loss(row, $0).value } }
    let (low, high) = (losses.min() ?? 0, losses.max() ?? 1)
    let image = "\(file) using \"column\":\"row\":\"best_test_loss\" with image"
    let labels = numbers(darkFrom: low + 0.6 * (high - low))
    return [
      "", "set lmargin at screen 0.09", "set rmargin at screen 0.86", "set bmargin at screen 0.52",
      "set tmargin at screen 0.89", "set border 15 lc rgb '#404040'", "unset grid", "unset key",
      "set label 1 'Best test loss, mean over data sets' noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set xrange [-0.5:\(Double(lambdas.count) - 0.5)]", "set yrange [-0.5:\(Double(widths.count) - 0.5)]",
      "set xtics nomirror out (\(ticks(lambdas.map(\.shortText))))",
      "set ytics nomirror out (\(ticks(widths.map(String.init))))", "set xlabel 'regularisation λ'",
      "set ylabel 'width p'",
      "set palette defined (0 '#fff7e6', 0.4 '#f3b562', 0.75 '#c8553d', 1 '#5b1a3a')",
      "set cbrange [\(low.plainText):\(high.plainText)]", "set colorbox",
    ] + threshold(at: "\(criticalPlace)") + [
      "if (picture eq 'svg') {", "  plot \(image) pixels notitle, \(labels)", "} else {",
      "  plot \(image) notitle, \(labels)", "}",
    ]
  }

  /// The losses in their cells, light on dark.
  private func numbers(darkFrom threshold: Double) -> String {
    [("<=", "#000000"), (">", "#ffffff")].map { side, colour in
      let row = "(column(\"best_test_loss\") \(side) \(threshold.plainText) ? column(\"row\") : NaN)"
      return "\(file) using \"column\":\(row):(sprintf('%.3g', column(\"best_test_loss\"))) "
        + "with labels noenhanced tc rgb '\(colour)' notitle"
    }.joined(separator: ", ")
  }

  private var lines: [String] {
    let rows = widths.indices.map { row in
      let style = PlotStyle(index: row)
      return
        "\(file) using (column(\"row\") == \(row) ? column(\"lambda\") : NaN):\"relative\":\"relative_error\" "
        + "with yerrorlines \(style.line) pt \(style.point) ps 1 title 'p = \(widths[row])'"
    }
    let values = widths.indices.flatMap { row in
      lambdas.indices.flatMap { column -> [Double] in
        let ratio = measurement.relativeLoss(row, column)
        return [ratio.value - ratio.standardError, ratio.value + ratio.standardError]
      }
    }
    return [
      "", "set bmargin at screen 0.085", "set tmargin at screen 0.41", "set border 3 lc rgb '#404040'",
      "set grid lt 1 lc rgb '#dddddd' lw 1", "unset colorbox",
      "set label 1 'The same, relative to the smallest over λ on each data set; bars: standard errors' noenhanced "
        + "at graph 0, graph 1 left offset 0,0.9",
      "set key noenhanced at graph 0.02, graph 0.95 left top Left reverse samplen 2", "set ylabel 'ratio'",
    ] + PlotAxis.logarithmic(lambdas).commands("x")
      + ["set xlabel 'regularisation λ (logarithmic)'"]
      + ((values.max() ?? 1) > 5 ? PlotAxis.logarithmic(values) : PlotAxis.linear(values)).commands("y")
      + threshold(at: PaperSetting.criticalRegularization.plainText) + ["plot \\"]
      + rows.dropLast().map { "  \($0), \\" } + rows.suffix(1).map { "  \($0)" }
  }

  /// A dashed line at λ_c, named at its head.
  private func threshold(at place: String) -> [String] {
    [
      "set arrow 1 from first \(place), graph 0 to first \(place), graph 1 nohead lw 2 dt 2 lc rgb '#000000' front",
      "set label 2 'λ_c = 0.125' noenhanced at first \(place), graph 1 center offset 0,0.7",
    ]
  }

  /// λ_c among the columns: between the last λ below it and the first above.
  private var criticalPlace: Double {
    Double(lambdas.count { $0 <= PaperSetting.criticalRegularization }) - 0.5
  }

  private func ticks(_ texts: [String]) -> String {
    texts.enumerated().map { "\(gnuplotQuoted($1)) \($0)" }.joined(separator: ", ")
  }
}
