import GSL
import Gibbs
import Stochastic

/// From what was measured and simulated to the result.
struct RealityAssembly {
  let experiment: Experiment
  let report: GibbsReport
  let expansion: ModeExpansion
  let simulation: RealitySimulation

  private var loss: ExtrapolatedLoss { ExtrapolatedLoss(state: simulation.state, fine: 0, coarse: 1) }

  func result() throws -> RealityResult {
    let times = simulation.times
    let minimum = report.minimum.value
    let losses = times.indices.map { loss.estimate(time: $0) }
    let sde = ExcessCurve(
      name: "sde", times: times, mean: losses.map { $0.value - minimum.value },
      standardError: losses.map(\.standardError))
    var result = RealityResult(
      name: experiment.name, learningRate: experiment.learningRate, stepSize: simulation.stepSize,
      paths: simulation.state.pathCount, sde: sde,
      stepBias: times.indices.map { loss.bias(time: $0).value },
      sgd: simulation.sgd.map { _ in
        ExcessCurve(
          name: "sgd", state: simulation.state, curve: 2, times: times, minimumLoss: minimum.value)
      },
      sgdKind: simulation.sgd.map { "batch \($0.batch), \($0.sampling.rawValue)" }, minimumLoss: minimum,
      equilibrium: report.meanExcessLoss,
      bound: DecayBound(level: report.meanExcessLoss.value ?? .nan, report: report), modes: expansion.modes,
      seenRate: nil, fit: nil, fitReason: nil,
      verdict: BoundVerdict(
        largestExcess: .nan, time: .nan, threshold: .nan, level: RealityStudy.level, looseness: nil,
        loosenessTime: nil),
      cautions: cautions, notes: notes)
    result.verdict = try verdict(result)
    try fit(&result)
    return result
  }

  private func verdict(_ result: RealityResult) throws -> BoundVerdict {
    let deviations = result.deviations
    let allowed = result.sde.times.map { result.bound.transient(at: $0) }
    let excesses = zip(deviations, allowed).map { deviation, allowed in
      allowed == .infinity
        ? -.infinity : (deviation.value.magnitude - allowed) / deviation.standardError
    }
    let known = excesses.indices.filter { !excesses[$0].isNaN }
    let worst = known.max { excesses[$0] < excesses[$1] }
    let threshold = try Gaussian().quantile(
      1 - (1 - RealityStudy.level) / Double(2 * max(known.count, 1)))
    let clear = deviations.indices.first {
      deviations[$0].value.magnitude > 3 * deviations[$0].standardError && allowed[$0].isFinite
    }
    return BoundVerdict(
      largestExcess: worst.map { excesses[$0] } ?? .nan, time: worst.map { result.sde.times[$0] } ?? .nan,
      threshold: threshold, level: RealityStudy.level,
      looseness: clear.map { allowed[$0] / deviations[$0].value.magnitude },
      loosenessTime: clear.map { result.sde.times[$0] })
  }

  private func fit(_ result: inout RealityResult) throws {
    let window = DecayWindow(times: result.sde.times, deviations: result.deviations, expansion: expansion)
    result.seenRate =
      expansion.modes.isEmpty ? report.eigenvalues.first : window.slowest?.eigenvalue
    guard let guess = result.seenRate?.value ?? report.spectralGap.value else {
      result.fitReason =
        "E L shows none of the computed modes above the noise of \(result.paths) paths: use more paths, or begin "
        + "further from equilibrium"
      return
    }
    noteHiddenModes(&result, noise: window.noise)
    guard window.chosen.count >= DecayWindow.leastTimes else {
      result.fitReason = window.shortage(paths: result.paths)
      return
    }
    result.fit = try DecayFit(
      times: window.chosen.map { result.sde.times[$0] },
      values: window.chosen.map { result.deviations[$0].value },
      covariance: loss.covariance(times: window.chosen), guess: guess,
      faster: window.faster)
  }

  /// Slower modes that E L has, but that its noise hides.
  private func noteHiddenModes(_ result: inout RealityResult, noise: Double) {
    guard let seen = result.seenRate?.value else { return }
    let hidden = expansion.modes.filter {
      $0.eigenvalue.value < seen && $0.correlation >= VisibleMode.leastCorrelation
    }
    guard let slowest = hidden.first else { return }
    result.notes.append(
      "E L has a slower mode, eigenvalue \(slowest.eigenvalue.value.shortText), with a part of "
        + "\((slowest.amplitude?.magnitude ?? .nan).shortText) at t = 0, below the noise \(noise.shortText) of this run: "
        + "more paths would show it")
  }

  private var cautions: [String] {
    let names = ["SDE", "SDE with 2 dt", "SGD"]
    let diverged = simulation.state.divergences.enumerated().filter { $0.element.count > 0 }
    return report.warnings
      + diverged.map { "\(names[$0.offset]): \($0.element.count) paths diverged and are left out" }
  }

  private var notes: [String] {
    var notes = [
      "the SDE curve is 2 E L_dt - E L_2dt with dt = \(simulation.stepSize.shortText), both on one Brownian path: free "
        + "of the first-order bias of Euler-Maruyama, which is in the table",
      "the decay bound is Theorem 3.4's argument, Cauchy and Schwarz and the spectral gap: "
        + "|E L(t) - E_mu L| <= C(s) |rho - mu_s| exp(-lambda_s t)",
    ]
    if report.minimum.certified == nil { notes.append(report.minimum.statement) }
    if expansion.modes.isEmpty {
      notes.append(
        "which modes E L shows is known in one and two dimensions only: here the fit begins where a tenth of the largest "
          + "distance is left, and faster modes may bias it")
    }
    if let slowest = expansion.modes.first, slowest.correlation < VisibleMode.leastCorrelation {
      notes.append(
        "the loss is orthogonal to the slowest mode (eigenvalue \(slowest.eigenvalue.value.shortText)): "
          + "E L decays at a later eigenvalue")
    }
    return notes
  }
}
