import Foundation

/// gnuplot's commands that draw a decay bound against simulation from its table: the excess risk above, its distance
/// from equilibrium on a logarithmic axis below.
struct RealityPicture {
  let result: RealityResult

  private var data: String { gnuplotQuoted(RealityTables.curves) }
  private var hasBound: Bool { result.bound.obstruction == nil }

  var commands: [String] {
    let panels = [excess, decay]
    var picture = gnuplotTerminal("reality", width: 1200, height: 900)
    picture += [
      // bands end at the bottom of the logarithmic axis
      "bottom = \(panels[0].axis.lower.plainText)", "clipped(y) = y < bottom ? bottom : y",
      "set rmargin at screen 0.75", "set lmargin at screen 0.1",
      "set multiplot title \(title) noenhanced font large",
    ]
    for (index, panel) in panels.enumerated() {
      picture += panel.commands(time: .time(result.sde.times), isLast: index == panels.count - 1)
    }
    return picture + ["", "unset multiplot", "unset output"]
  }

  private var title: String {
    gnuplotQuoted(
      "\(elided(result.name, to: 40)): decay bound against simulation, s = \(result.learningRate.shortText), "
        + "\(result.paths) paths")
  }

  private var excess: PlotPanel {
    let (sde, sgd, bound) = (PlotStyle(index: 0), PlotStyle(index: 1), PlotStyle(index: 2))
    let largest = max(result.sde.mean.max() ?? 1, result.sgd?.mean.max() ?? 0)
    var values = result.sde.mean + [result.equilibrium.value ?? .nan]
    var entries = band("sde_excess", "sde_standard_error", style: sde, title: "SDE")
    if let curve = result.sgd {
      values += curve.mean
      entries += band(
        "sgd_excess", "sgd_standard_error", style: sgd, title: "SGD")
    }
    if hasBound {
      values.append(min(result.bound.value(at: result.sde.times[0]), 100 * largest))
      entries.append(
        "\(data) using \"time\":\"excess_bound\" with lines \(bound.dashed) title 'bound on the SDE'")
    }
    if result.equilibrium.value != nil {
      entries.append(
        "\(data) using \"time\":\"equilibrium\" with lines lw 1.5 dt 3 lc rgb '#404040' title 'Gibbs law'")
    }
    return PlotPanel(
      title: "Excess risk E L(t) − min L; bands: mean ± 1.96 standard errors", label: "excess risk",
      axis: .logarithmic(values),
      bottom: 0.52, top: 0.9, hasZeroLine: false, entries: entries)
  }

  private var decay: PlotPanel {
    let (sde, fit, bound) = (PlotStyle(index: 0), PlotStyle(index: 4), PlotStyle(index: 2))
    let noise = result.deviations.map(\.standardError).filter { $0 > 0 }.min() ?? 1e-300
    let sizes = result.deviations.map { max($0.value.magnitude, noise) }
    let allowed = result.sde.times.map { result.bound.transient(at: $0) }.filter(\.isFinite)
    var entries = [
      "\(data) using \"time\":(abs(column(\"deviation\"))) with points pt \(sde.point) ps 0.6 lc rgb '\(sde.colour)' title 'SDE'",
      "\(data) using \"time\":(1.96*column(\"deviation_standard_error\")) with lines lw 1.2 dt 3 lc rgb '#808080' "
        + "title '1.96 standard errors'",
    ]
    if hasBound {
      entries.append(
        "\(data) using \"time\":\"decay_bound\" with lines \(bound.dashed) title 'C(s)‖ρ − μ‖ exp(−λ t)'")
    }
    if let measured = result.fit {
      let rate = format(measured.rate.value, measured.rate.standardError)
      entries.append(
        "\(data) using \"time\":(abs(column(\"fit\"))) with lines \(fit.line) title 'fit, rate \(rate)'")
    }
    return PlotPanel(
      title: "Distance from equilibrium\(rateRemark)", label: "|E L(t) − E_μ L| (logarithmic)",
      axis: .logarithmic(sizes + allowed.map { max($0, noise) }), bottom: 0.1, top: 0.42, hasZeroLine: false,
      entries: entries)
  }

  private var rateRemark: String {
    guard let gap = result.bound.rate.value else { return "" }
    let seen = result.seenRate.map {
      abs($0.value / gap - 1) > 1e-3 ? ", seen above the noise: \($0.value.shortText)" : ""
    }
    return "; λ = \(gap.shortText)\(seen ?? "")"
  }

  private func band(_ mean: String, _ error: String, style: PlotStyle, title: String) -> [String] {
    func edge(_ sign: String) -> String {
      "(clipped(column(\"\(mean)\") \(sign) 1.959964*column(\"\(error)\")))"
    }
    return [
      "\(data) using \"time\":\(edge("-")):\(edge("+")) with filledcurves \(style.fill(0.25)) notitle",
      "\(data) using \"time\":\"\(mean)\" with lines \(style.line) title \(gnuplotQuoted(title))",
    ]
  }
}
