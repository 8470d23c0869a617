import Stochastic

/// The tables of figures 3 to 6.
struct NoisyLabelTables {
  static let curves = "curves.csv"
  static let dataSets = "final-test-loss.csv"
  static let all = [curves, dataSets]

  let tables: [Table]

  init(_ measurement: NoisyLabelMeasurement) throws(OutputError) {
    let steps = measurement.settings.recordedSteps
    var curves = [("step", steps.map(String.init))]
    for (level, name, _) in measurement.levels {
      let training = steps.indices.map { measurement.training(level, step: $0) }
      let test = steps.indices.map { measurement.test(level, step: $0) }
      curves += [
        column("\(name)_training", training.map { $0[1].value }),
        column("\(name)_training_error", training.map { $0[1].standardError }),
        column("\(name)_training_lower", training.map { $0[0].value }),
        column("\(name)_training_upper", training.map { $0[2].value }),
        column("\(name)_test", test.map(\.value)), column("\(name)_test_error", test.map(\.standardError)),
      ]
      if let level {
        let change = steps.indices.map { measurement.degradation(level, step: $0) }
        curves += [
          column("\(name)_change", change.map { $0[1].value }),
          column("\(name)_change_error", change.map { $0[1].standardError }),
          column("\(name)_change_lower", change.map { $0[0].value }),
          column("\(name)_change_upper", change.map { $0[2].value }),
        ]
      }
    }
    tables = [
      try Table(fileName: Self.curves, columns: curves),
      try Table(fileName: Self.dataSets, columns: Self.columns(measurement)),
    ]
  }

  /// At the end of training, one row per data set: the test loss with clean labels, and what +ξ, −ξ and the mean of the
  /// two add to it.
  private static func columns(_ measurement: NoisyLabelMeasurement) -> [(name: String, cells: [String])] {
    let sets = measurement.sets
    var columns = [
      (name: "data_set", cells: sets.map { "\($0 + 1)" }),
      column("clean_test", sets.map { measurement.value(.test, nil, set: $0, step: measurement.last) }),
    ]
    for (level, name, _) in measurement.levels {
      guard let level else { continue }
      columns += [
        column(
          "\(name)_change_plus", sets.map { measurement.signedDegradation(level, set: $0, minus: false) }),
        column(
          "\(name)_change_minus", sets.map { measurement.signedDegradation(level, set: $0, minus: true) }),
        column(
          "\(name)_change_pair",
          sets.map { measurement.degradation(level, set: $0, step: measurement.last) }),
      ]
    }
    return columns
  }
}

/// Four panels: training loss, test loss, what noise adds to it in pairs, and what single draws of the noise add.
struct NoisyLabelPicture {
  let figure: NoisyLabelFigure
  let measurement: NoisyLabelMeasurement

  private var curves: String { gnuplotQuoted(NoisyLabelTables.curves) }
  private var final: String { gnuplotQuoted(NoisyLabelTables.dataSets) }
  private var steps: PlotAxis { .time(measurement.settings.recordedSteps.map(Double.init)) }

  var picture: FigurePicture {
    let settings = measurement.settings
    return FigurePicture(
      title: "\(figure.title): \(settings.dataSets) data sets, \(settings.runs) runs on each", width: 1200,
      height: 960, panels: training + test + change + draws)
  }

  private func panel(left: Double, bottom: Double, title: String, label: String, x: [String]) -> [String] {
    [
      "", "set lmargin at screen \(left)", "set rmargin at screen \(left + 0.385)",
      "set bmargin at screen \(bottom)", "set tmargin at screen \(bottom + 0.345)", "unset arrow",
      "unset key",
      "set label 1 \(gnuplotQuoted(title)) noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set ylabel \(gnuplotQuoted(label))",
    ] + x
  }

  private func plot(_ entries: [String]) -> [String] {
    ["plot \\"] + entries.dropLast().map { "  \($0), \\" } + entries.suffix(1).map { "  \($0)" }
  }

  private var stepAxis: [String] { steps.commands("x") + ["set xlabel 'SGD step'"] }

  /// Median and quartiles of some columns of a level.
  private func quartiles(
    _ level: (level: Int?, name: String, text: String), _ column: String, _ place: Int
  ) -> [String] {
    let style = PlotStyle(index: place)
    let name = "\(level.name)_\(column)"
    return [
      "\(curves) using \"step\":\"\(name)_lower\":\"\(name)_upper\" with filledcurves \(style.fill(0.2)) notitle",
      "\(curves) using \"step\":\"\(name)\" with lines \(style.line) title \(gnuplotQuoted(level.text))",
    ]
  }

  private var training: [String] {
    let values = measurement.settings.recordedSteps.indices.flatMap { step in
      measurement.levels.flatMap { measurement.training($0.level, step: step).map(\.value) }
    }
    let entries = measurement.levels.enumerated().flatMap { quartiles($1, "training", $0) }
    return panel(
      left: 0.1, bottom: 0.55, title: "Training loss: median and quartiles of the data sets",
      label: "½ mean (y − f)², logarithmic", x: stepAxis)
      + PlotAxis.logarithmic(values).commands("y") + plot(entries)
  }

  /// The levels nearly coincide: later ones are drawn thinner, so that all are seen.
  private var test: [String] {
    let all = measurement.settings.recordedSteps.indices.flatMap { step in
      measurement.levels.map { measurement.test($0.level, step: step) }
    }
    let edges = all.flatMap {
      [$0.value - 1.959964 * $0.standardError, $0.value + 1.959964 * $0.standardError]
    }
    let band =
      "(column(\"clean_test\") - z * column(\"clean_test_error\")):"
      + "(column(\"clean_test\") + z * column(\"clean_test_error\"))"
    let lines = measurement.levels.enumerated().map { place, level in
      let style = PlotStyle(index: place)
      let width = Double(measurement.levels.count - place) * 2 - 0.5
      return
        "\(curves) using \"step\":\"\(level.name)_test\" with lines lw \(width) lc rgb '\(style.colour)' "
        + "title \(gnuplotQuoted(level.text))"
    }
    let fill = "\(curves) using \"step\":\(band) with filledcurves \(PlotStyle(index: 0).fill(0.15)) notitle"
    return panel(
      left: 0.6, bottom: 0.55, title: "Test loss on clean data: mean, 95 % band of the first",
      label: "½ mean (y − f)²", x: stepAxis)
      + ["z = 1.959964", "set key noenhanced at graph 0.98, graph 0.97 right top samplen 2 opaque"]
      + PlotAxis.linear(edges).commands("y") + plot([fill] + lines)
  }

  private var change: [String] {
    let values = measurement.settings.recordedSteps.indices.flatMap { step in
      measurement.settings.fractions.indices.flatMap {
        measurement.degradation($0, step: step).map(\.value)
      }
    }
    let entries = measurement.levels.enumerated().dropFirst().flatMap { quartiles($1, "change", $0) }
    return panel(
      left: 0.1, bottom: 0.085, title: "Added by noise, in pairs ±ξ: median and quartiles",
      label: "noisy − clean", x: stepAxis)
      + [zeroLine]
      + PlotAxis.linear(values + [0]).commands("y") + plot(entries)
  }

  /// Differences of very different size and either sign: the axis is linear near zero and logarithmic beyond.
  private var draws: [String] {
    let sets = measurement.sets
    let sizes = sets.flatMap { set in
      measurement.settings.fractions.indices.flatMap { level in
        [
          measurement.signedDegradation(level, set: set, minus: false),
          measurement.signedDegradation(level, set: set, minus: true),
          measurement.degradation(level, set: set, step: measurement.last),
        ].map(abs)
      }
    }
    let x = PlotAxis(lower: 0.3, upper: Double(sets.count) + 0.7).commands("x") + ["set xlabel 'data set'"]
    return panel(
      left: 0.6, bottom: 0.085, title: "The same at the end: pairs (dots), single draws (+, ×)",
      label: "noisy − clean", x: x) + [zeroLine] + SignedLogAxis(values: sizes).commands + plot(drawEntries)
  }

  /// Levels side by side; g is the axis.
  private var drawEntries: [String] {
    let noisy = Array(measurement.levels.enumerated().dropFirst())
    return noisy.enumerated().flatMap { rank, entry -> [String] in
      let (place, level) = entry
      let shift = 0.3 * (Double(rank) - Double(noisy.count - 1) / 2)
      return [("plus", 1), ("minus", 2), ("pair", 7)].map { kind, point in
        "\(final) using (column(\"data_set\") + \(shift)):(g(column(\"\(level.name)_change_\(kind)\"))) "
          + "with points pt \(point) ps 0.7 lc rgb '\(PlotStyle(index: place).colour)' notitle"
      }
    }
  }

  private var zeroLine: String {
    "set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lw 1.2 lc rgb '#404040' back"
  }
}
