/// Okabe and Ito's palette, which the colour-blind can tell apart, without its yellow (too faint on white).
/// Reference: M. Okabe, K. Ito, Color Universal Design (2008), jfly.uni-koeln.de/color.
private let palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]

/// How one curve or gap looks: its colour, its dashes and its point, by its place in the result.
struct PlotStyle {
  let colour: String
  let dash: Int
  let point: Int

  init(index: Int) {
    colour = palette[index % palette.count]
    dash = 1 + index / palette.count
    // Open and filled circles, squares, triangles, diamonds.
    point = [7, 6, 4, 8, 12, 5, 9][index % 7]
  }

  var line: String { "lw 2 dt \(dash) lc rgb '\(colour)'" }
  /// For what is computed rather than measured.
  var dashed: String { "lw 2 dt 2 lc rgb '\(colour)'" }
  var points: String { "lw 1.5 pt \(point) ps 1.1 lc rgb '\(colour)'" }
  func fill(_ opacity: Double) -> String {
    "fc rgb '\(colour)' fs transparent solid \(opacity) noborder"
  }
}
