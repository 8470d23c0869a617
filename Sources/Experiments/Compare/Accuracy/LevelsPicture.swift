import Stochastic

/// The levels of the multilevel curves of a comparison: tables, and a picture of the variances and the mean differences
/// against the step size.
struct LevelsPicture {
  let result: CompareResult

  private var curves: [(name: String, answer: MultilevelResult)] {
    result.curves.compactMap { curve in curve.accuracy?.multilevel.map { (curve.name, $0) } }
  }

  var isEmpty: Bool { curves.isEmpty }

  static func fileName(curve: String) -> String { "levels-\(FileNames.sanitised(curve)).csv" }

  func tables() throws(OutputError) -> [Table] {
    try curves.map { name, answer throws(OutputError) in
      let levels = answer.levels
      let differences = levels.map { level in level.means[0].max { abs($0.value) < abs($1.value) } }
      return try Table(
        fileName: Self.fileName(curve: name),
        columns: [
          ("level", levels.map { "\($0.level)" }), column("dt", levels.map(\.stepSize)),
          ("paths", levels.map { "\($0.paths)" }), column("gradients_per_path", levels.map(\.gradients)),
          column("seconds", levels.map(\.seconds)),
          column("variance", levels.map { $0.variances[0].max() ?? .nan }),
          column("loss_variance", levels.map { $0.fineVariances[0].max() ?? .nan }),
          column("mean", differences.map { abs($0?.value ?? .nan) }),
          column("standard_error", differences.map { $0?.standardError ?? .nan }),
          column("kurtosis", levels.map(\.kurtosis)),
        ])
    }
  }

  /// gnuplot's commands for levels.png and levels.svg.
  var commands: [String] {
    let title = gnuplotQuoted("\(elided(result.name, to: 48)): what each step size adds; \(result.effort)")
    return gnuplotTerminal("levels", width: 1200, height: 560)
      + ["set multiplot title \(title) noenhanced font large", "unset arrow", "unset label"]
      + PlotAxis.logarithmic(curves.flatMap { $0.answer.levels.map(\.stepSize) }).commands("x")
      + panel("variance of a level's differences (hollow: of the loss itself)", left: 0.08, variances)
      + panel("mean of a level's differences, ± 1 standard error", left: 0.57, means)
      + ["unset multiplot", "unset output"]
  }

  private func panel(_ title: String, left: Double, _ entries: [String]) -> [String] {
    [
      "", "set lmargin at screen \(left)", "set rmargin at screen \(left + 0.4)",
      "set bmargin at screen 0.13",
      "set tmargin at screen 0.83", "set xlabel 'step size dt'", "unset ylabel",
      "set label 1 \(gnuplotQuoted(title)) noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set key noenhanced at graph 0.03, graph 0.97 left top Left reverse samplen 2", "set logscale y",
      "set yrange [*:*]",
      "set ytics autofreq nomirror", "set format y '10^{%T}'", "plot \\",
    ] + entries.dropLast().map { "  \($0), \\" } + entries.suffix(1).map { "  \($0)" }
  }

  private var variances: [String] {
    styled.flatMap { file, name, style in
      [
        "\(file) every ::1 using \"dt\":\"variance\" with linespoints \(style.line) pt 7 title \(name)",
        "\(file) using \"dt\":\"loss_variance\" with points pt 6 lc rgb '\(style.colour)' notitle",
      ]
    }
  }

  private var means: [String] {
    styled.map { file, name, style in
      "\(file) every ::1 using \"dt\":\"mean\":\"standard_error\" with yerrorlines \(style.line) pt 7 title \(name)"
    }
  }

  private var styled: [(file: String, name: String, style: PlotStyle)] {
    curves.enumerated().map { place, curve in
      (
        gnuplotQuoted(Self.fileName(curve: curve.name)), gnuplotQuoted(elided(curve.name)),
        PlotStyle(index: place)
      )
    }
  }
}
