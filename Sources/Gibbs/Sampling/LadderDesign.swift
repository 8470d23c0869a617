import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Places the rungs of a ladder on a bridge so that neighbours exchange about equally often.
///
/// Starts from a geometric ladder of temperatures with the spacing that suits a quadratic L in D dimensions,
/// measures how often exchanges are refused, splits rungs that hardly exchange, and at last spaces the rungs by
/// equal refusal, which adds up along the path (Syed et al. 2022, section 4), at `exchangeRate` if that holds
/// between the measured rungs.
struct LadderDesign<P: GibbsPotential> {
  let potential: P
  let bridge: Bridge
  let seed: UInt64
  let control: RunControl?
  let exchangeRate = 0.35
  /// Rungs at the most; walkers that need more do not exchange at any distance, as where L is not finite
  static var mostRungs: Int { 1000 }

  /// Places 0 … 2 on the bridge, from the target to the reference.
  /// - Throws: `SamplingError` if the ladder gets too long
  func places() throws(SamplingError) -> [Double] {
    var places = geometric()
    for round in 0..<6 {
      try check(places)
      let refusals = measure(places, stage: Stage.ladderPilot + UInt64(round))
      if control?.isCancelled == true { return places }
      guard let worst = refusals.max(), worst > 0.9, round < 5 else {
        places = respaced(places, refusals)
        break
      }
      places = split(places, refusals)
    }
    try check(places)
    return places
  }

  private func check(_ places: [Double]) throws(SamplingError) {
    guard places.count <= Self.mostRungs else {
      throw SamplingError(
        "tempering at learning rate \(bridge.learningRate) takes \(places.count) rungs; expected at most "
          + "\(Self.mostRungs)")
    }
  }

  /// Neighbouring temperatures differ by 1.2/√(D/2) in logarithm; two steps between s_hot and the reference.
  private func geometric() -> [Double] {
    let dimension = Double(potential.dimension)
    let heating = log(bridge.hotLearningRate / bridge.learningRate)
    let steps = Int((heating * max(dimension / 2, 1).squareRoot() / 1.2).rounded(.up))
    let heated = (0..<steps).map { Double($0) / Double(steps) }
    return heated + [1, 1.5, 2]
  }

  private func measure(_ places: [Double], stage: UInt64) -> [Double] {
    let plan = LadderPlan(
      seed: seed, stage: stage, reference: bridge.reference, laws: places.map(bridge.point),
      endsInReference: true, kernel: .hamiltonian)
    let group = LadderGroup(
      potential, plan: plan, group: 0, starts: [], scale: bridge.reference.variances.map { $0.squareRoot() })
    group.warmUp(90, control: control)
    group.run(60, adapting: false, control) { _ in }
    return group.exchanges.map { 1 - $0.mean }
  }

  private func split(_ places: [Double], _ refusals: [Double]) -> [Double] {
    var result = [places[0]]
    for (k, refusal) in refusals.enumerated() {
      let pieces = refusal > 0.99 ? 4 : refusal > 0.9 ? 2 : 1
      for piece in 1...pieces {
        result.append(places[k] + (places[k + 1] - places[k]) * Double(piece) / Double(pieces))
      }
    }
    return result
  }

  private func respaced(_ places: [Double], _ refusals: [Double]) -> [Double] {
    let total = refusals.reduce(0, +)
    let edges = max(Int((total / (1 - exchangeRate)).rounded(.up)), 1)
    var result = [places[0]]
    var (k, passed) = (0, 0.0)
    for edge in 1..<max(edges, 1) {
      let goal = total * Double(edge) / Double(edges)
      while k < refusals.count - 1, passed + refusals[k] < goal {
        passed += refusals[k]
        k += 1
      }
      result.append(places[k] + (places[k + 1] - places[k]) * (goal - passed) / refusals[k])
    }
    return result + [bridge.end]
  }
}
