import Foundation
import Guarantees

/// The gnuplot script that draws V_s along rays against its proved lower bounds: certify.png and certify.svg.
struct CertifyPlotScript {
  let result: CertifyResult

  var text: String {
    let start = ["reset", "set encoding utf8", "set datafile separator comma", "set datafile columnheaders"]
    let commands = start + gnuplotTerminal("certify", width: 1100, height: 640) + panel + ["unset output"]
    return
      (["# V_s along rays. Draw again with: gnuplot plot.gp", "", "do for [picture in 'png svg'] {"]
      + commands.map { "  " + $0 } + ["}"]).joined(separator: "\n") + "\n"
  }

  /// What must be seen: a bound that falls for ever may leave the picture.
  private var values: [Double] {
    let radii = result.rays.first?.radii ?? []
    let bounds = result.villaniLowerBounds.filter(\.isCoercive)
    return
      (result.rays.flatMap(\.values)
      + bounds.flatMap { bound in radii.map { bound.value(radius: $0) } }).filter(\.isFinite)
  }

  /// Both axes in powers of ten; the vertical one through 0, as an inverse hyperbolic sine.
  private var panel: [String] {
    let (low, high) = (min(values.min() ?? 0, -1), max(values.max() ?? 0, 1))
    let name = elided(result.name, to: 48)
    return [
      "set title \(gnuplotQuoted("\(name): V_s = ‖∇L‖²/s − ΔL along rays, s = \(result.learningRate.shortText)")) "
        + "noenhanced font large",
      "set nonlinear y via sgn(y)*asinh(abs(y)) inverse sgn(y)*sinh(abs(y))",
      "set yrange [\((1.5 * low).plainText):\((2 * high).plainText)]",
      "set ytics nomirror (\(ticks(low, high)))",
      "set xlabel 'distance from the origin ‖W‖' noenhanced", "set ylabel 'V_s' noenhanced",
      "set key noenhanced top left Left reverse samplen 2.5",
      "set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lw 1.2 lc rgb '#404040' back",
    ] + PlotAxis.logarithmic(result.rays.first?.radii ?? []).commands("x") + ["plot \\"] + entries
  }

  private func ticks(_ low: Double, _ high: Double) -> String {
    let top = Int(log10(max(-low, high)).rounded(.up))
    let step = max(1, top / 6)
    let exponents = Array(stride(from: top > 5 ? step : 0, through: top, by: step))
    func label(_ exponent: Int) -> String { exponent == 0 ? "1" : "10^{\(exponent)}" }
    let positive = exponents.map { "'\(label($0))' 1e\($0)" }
    let negative = exponents.map { "'−\(label($0))' -1e\($0)" }
    return (negative + ["'0' 0"] + positive).joined(separator: ", ")
  }

  private var entries: [String] {
    let data = gnuplotQuoted(CertifyTables.villani)
    let rays = result.rays.indices.map { place in
      "  \(data) using \"radius\":\"ray\(place + 1)\" with lines lw 1.6 lc rgb '#808080' "
        + (place == 0 ? "title 'V_s along \(result.rays.count) rays'" : "notitle")
    }
    let bounds = result.villaniLowerBounds.enumerated().map { place, bound in
      "  \(data) using \"radius\":\"\(bound.name)\" with lines \(PlotStyle(index: place).line) "
        + "title \(gnuplotQuoted("lower bound: \(Self.title(bound))"))"
    }
    let all = rays + bounds
    return all.dropLast().map { $0 + ", \\" } + all.suffix(1)
  }

  private static func title(_ bound: VillaniLowerBound) -> String {
    switch bound.name {
    case "paper": "the paper's, g₁ corrected" + (bound.isCoercive ? "" : " (λ ≤ λ_c: says nothing)")
    case "bounded-activation": "bounded activation, any λ > 0"
    case "dissipation": "zσ′ − σ bounded, any λ > 0"
    default: bound.name
    }
  }
}
