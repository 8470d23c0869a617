import Gibbs

/// The panels that show a landscape: the loss, the Gibbs density, and the slowest directions.
struct LandscapePanels {
  let report: GibbsReport

  private var data: String { gnuplotQuoted(GibbsTables.landscape) }
  private var minima: String { gnuplotQuoted(GibbsTables.minima) }

  /// One dimension: loss and density above, slow modes below.
  var line: [String] {
    guard let landscape = report.landscape else { return [] }
    let view = visible(landscape)
    let loss = PlotAxis.linear(view.map { landscape.losses[$0] })
    let modes = landscape.modes.indices.map { index in
      "\(data) using \"w1\":\"mode\(index + 1)\" with lines \(PlotStyle(index: index).line) "
        + "title \(gnuplotQuoted(modeTitle(index)))"
    }
    let density = PlotStyle(index: 0)
    var lines = [
      "set lmargin at screen 0.09", "set rmargin at screen 0.91", "set bmargin at screen 0.66",
      "set tmargin at screen 0.9",
      "set key noenhanced at graph 1, screen 0.935 right top horizontal samplen 2 width 1", "unset xlabel",
      "set xrange [\(landscape.axes[0][view.lowerBound].plainText):\(landscape.axes[0][view.upperBound].plainText)]",
      "set ylabel 'loss L'", "set yrange [\(loss.lower.plainText):\(loss.upper.plainText)]",
      "set ytics nomirror", "set y2label 'density of the Gibbs law'", "set y2range [0:*]", "set y2tics",
      "set border 11",
      "plot \\",
      "  \(data) using \"w1\":\"density\" axes x1y2 with filledcurves y=0 \(density.fill(0.25)) "
        + "title 'Gibbs density', \\",
      "  \(data) using \"w1\":\"loss\" with lines lw 2 lc rgb '#000000' title 'loss', \\",
      "  \(minima) using \"w1\":\"loss\" with points pt 7 ps 1.2 lc rgb '#D55E00' title 'local minima'",
      "unset y2tics", "unset y2label", "set border 3",
    ]
    guard !modes.isEmpty else { return lines }
    lines += [
      "", "set bmargin at screen 0.365", "set tmargin at screen 0.61", "set xlabel 'w'",
      "set ylabel 'eigenfunction u'",
      "set yrange [*:*]", "set key noenhanced at graph 1, screen 0.64 right top horizontal samplen 2 width 1",
      "plot \\",
    ]
    return lines + modes.dropLast().map { "  \($0), \\" } + modes.suffix(1).map { "  \($0)" }
  }

  /// Where the law or a minimum is.
  private func visible(_ landscape: Landscape) -> ClosedRange<Int> {
    let axis = landscape.axes[0]
    let peak = landscape.densities.max() ?? 1
    let wells = report.minimum.localMinima.map { $0.weights[0] }
    let (low, high) = (wells.min() ?? axis[0], wells.max() ?? axis[0])
    let seen = axis.indices.filter {
      landscape.densities[$0] > 1e-6 * peak || (low...high).contains(axis[$0])
    }
    return (seen.first ?? 0)...(seen.last ?? axis.count - 1)
  }

  /// Two dimensions: the density on the left, the slowest direction on the right.
  var plane: [String] {
    guard let landscape = report.landscape else { return [] }
    let peak = landscape.densities.max() ?? 1
    var lines = panel(
      left: 0.075, right: 0.43, title: "Gibbs density (logarithmic colour)", column: "density",
      colours: [
        "set palette defined (0 '#ffffff', 0.25 '#cfe3f2', 0.6 '#56B4E9', 1 '#003f6b')",
        "set logscale cb", "set format cb '10^{%T}'",
        "set cbrange [\((peak * 1e-8).plainText):\(peak.plainText)]",
      ])
    if !landscape.modes.isEmpty {
      lines += panel(
        left: 0.56, right: 0.915, title: modeTitle(0), column: "mode1",
        colours: [
          "set palette defined (-1 '#0072B2', 0 '#ffffff', 1 '#D55E00')", "unset logscale cb",
          "set format cb '%h'", "set cbrange [\((-modeSize).plainText):\(modeSize.plainText)]",
        ])
    }
    return lines
  }

  private func panel(
    left: Double, right: Double, title: String, column: String, colours: [String]
  ) -> [String] {
    let image = "\(data) using \"w1\":\"w2\":\"\(column)\" with image"
    let wells = "\(minima) using \"w1\":\"w2\" with points pt 2 ps 1.4 lw 2 lc rgb '#000000' notitle"
    return [
      "", "set lmargin at screen \(left)", "set rmargin at screen \(right)", "set bmargin at screen 0.43",
      "set tmargin at screen 0.89", "set border 15 lc rgb '#404040'", "unset grid", "unset key",
      "set label 1 \(gnuplotQuoted(title)) noenhanced at graph 0, graph 1 left offset 0,0.9",
      "set xlabel 'w1'", "set ylabel 'w2' offset 1,0", "set xtics mirror autofreq",
      "set ytics mirror autofreq", "unset logscale x",
      "set xrange [\(range(0))]", "set yrange [\(range(1))]", "set colorbox",
    ] + colours + [
      "if (picture eq 'svg') {", "  plot \(image) pixels notitle, \(wells)", "} else {",
      "  plot \(image) notitle, \(wells)", "}",
      "unset label 1", "set grid lt 1 lc rgb '#dddddd' lw 1",
    ]
  }

  /// Where the law has mass, along one axis of the plane.
  private func range(_ axis: Int) -> String {
    guard let landscape = report.landscape, let peak = landscape.densities.max() else { return "*:*" }
    let rows = landscape.axes[1].count
    let seen = landscape.densities.indices.filter { landscape.densities[$0] > 1e-8 * peak }
    let places =
      seen.map { landscape.axes[axis][axis == 0 ? $0 / rows : $0 % rows] }
      + report.minimum.localMinima.map { $0.weights[axis] }
    guard let low = places.min(), let high = places.max() else { return "*:*" }
    let room = 0.05 * (high - low)
    return "\((low - room).plainText):\((high + room).plainText)"
  }

  /// The colours span where the law has mass, not where the eigenfunction is a tail of noise.
  private var modeSize: Double {
    guard let landscape = report.landscape, let mode = landscape.modes.first,
      let peak = landscape.densities.max()
    else { return 1 }
    let shown = zip(mode, landscape.densities).filter { $1 > 1e-6 * peak }.map { $0.0.magnitude }
    return max(shown.max() ?? 1, 1e-300)
  }

  private func modeTitle(_ index: Int) -> String {
    guard index < report.eigenvalues.count else { return "eigenfunction \(index + 1)" }
    return "eigenfunction \(index + 1), relaxes at rate \(report.eigenvalues[index].value.shortText)"
  }
}
