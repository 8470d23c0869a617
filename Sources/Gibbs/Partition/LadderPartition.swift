import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// log Z_s from the rungs of a tempered run: Bennett's acceptance ratio between neighbours, added up to the
/// reference.
///
/// The standard error comes from the ladders, which are independent of each other: to first order a ratio moves by
/// −F_c/F′ when chain c contributes F_c to Bennett's equation F = 0, and contributions add over rungs.
struct LadderPartition: Sendable {
  let estimate: Estimate

  /// - Parameter record: of a ladder whose last rung is the reference
  init(_ record: LadderRecord, reference: GaussianReference) {
    var total = reference.logNormalization
    var influence = [Double](repeating: 0, count: record.chainCount)
    for rung in record.laws.indices.dropLast() {
      let first = Self.differences(record, rung: rung, at: rung)
      let second = Self.differences(record, rung: rung, at: rung + 1)
      let ratio = bridgedLogarithm(first: first, second: second)
      total += ratio
      Self.add(ratio, first, second, draws: record.drawCount, to: &influence)
    }
    let chains = Double(record.chainCount)
    let squares = influence.reduce(0) { $0 + $1 * $1 }
    estimate = Estimate(
      value: total, standardError: (squares * chains / max(chains - 1, 1)).squareRoot())
  }

  /// φ_{rung+1} − φ_rung at the draws of a rung.
  private static func differences(_ record: LadderRecord, rung: Int, at place: Int) -> [Double] {
    let alpha = record.laws[rung + 1].referenceWeight - record.laws[rung].referenceWeight
    let beta = record.laws[rung + 1].inverseTemperature - record.laws[rung].inverseTemperature
    return zip(record.energies[place], record.losses[place]).map { alpha * $0 + beta * $1 }
  }

  private static func add(
    _ ratio: Double, _ first: [Double], _ second: [Double], draws: Int, to influence: inout [Double]
  ) {
    var slope = 0.0
    var parts = [Double](repeating: 0, count: influence.count)
    for index in first.indices {
      let here = 1 / (1 + exp(first[index] - ratio))
      let there = 1 / (1 + exp(ratio - second[index]))
      parts[index / draws] += here - there
      slope += here * (1 - here) + there * (1 - there)
    }
    guard slope > 0 else { return }
    for chain in influence.indices { influence[chain] -= parts[chain] / slope }
  }
}
