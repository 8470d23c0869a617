import Testing

@testable import Gibbs

/// Against ArviZ (arviz-stats 0.8.0: `rhat` with methods rank and folded, `ess` with bulk, tail and mean,
/// `mcse` of the mean), which implements the same paper independently.
@Suite struct ChainDiagnosisTests {
  /// Autoregressive chains driven by Knuth's 64-bit congruential generator: both sides can make them.
  struct Series: Sendable {
    let chains: Int
    let draws: Int
    let memory: Double
    let seed: UInt64
    let shift: Double
    let cubed: Bool
    let rounded: Bool

    var values: Chains {
      var state = seed
      return (0..<chains).map { chain in
        var x = 0.0
        return (0..<draws).map { _ in
          state = 6_364_136_223_846_793_005 &* state &+ 1_442_695_040_888_963_407
          x = memory * x + (Double(state >> 11) * 0x1p-53 - 0.5)
          let y = x + shift * Double(chain)
          return cubed ? y * y * y : rounded ? (8 * y).rounded(.down) / 8 : y
        }
      }
    }
  }

  struct Case: Sendable {
    let series: Series
    let rHat: Double?
    let folded: Double?
    let bulk: Double
    let tail: Double
    let mean: Double
    let error: Double
  }

  static let cases = [
    Case(
      series: Series(chains: 4, draws: 200, memory: 0.5, seed: 1, shift: 0.0, cubed: false, rounded: false),
      rHat: 1.0047780096856198, folded: 1.0047780096856198, bulk: 287.63126284594557,
      tail: 458.609718080345, mean: 293.67540069371125, error: 0.01882835831067524),
    Case(
      series: Series(chains: 4, draws: 251, memory: 0.9, seed: 2, shift: 0.0, cubed: false, rounded: false),
      rHat: 1.087006314852151, folded: 1.0368013089615133, bulk: 36.969271458124325,
      tail: 87.262961113405, mean: 40.178383080462034, error: 0.10744421632301034),
    Case(
      series: Series(chains: 2, draws: 100, memory: -0.6, seed: 3, shift: 0.0, cubed: false, rounded: false),
      rHat: 1.0025863643382988, folded: 1.0025863643382988, bulk: 460.2059991327962,
      tail: 148.69445407132537, mean: 460.2059991327962, error: 0.015709153570341836),
    Case(
      series: Series(chains: 4, draws: 200, memory: 0.3, seed: 4, shift: 0.3, cubed: false, rounded: false),
      rHat: 1.559191783904624, folded: 1.0527422368852548, bulk: 7.4213441371128255,
      tail: 36.93519559246567, mean: 7.212917540265816, error: 0.17099165360442845),
    Case(
      series: Series(chains: 16, draws: 500, memory: 0.8, seed: 5, shift: 0.0, cubed: true, rounded: false),
      rHat: 1.0105477147129418, folded: 1.0063280856916894, bulk: 878.9811220127082,
      tail: 1859.9136559061608, mean: 1090.809644769155, error: 0.011341987758124453),
    Case(
      series: Series(chains: 1, draws: 300, memory: 0.95, seed: 6, shift: 0.0, cubed: false, rounded: false),
      rHat: nil, folded: nil, bulk: 2.0109479425715526,
      tail: 12.313443525644635, mean: 2.0360298828587164, error: 0.7777492516492658),
    Case(
      series: Series(chains: 3, draws: 120, memory: 0.2, seed: 7, shift: 0.0, cubed: false, rounded: true),
      rHat: 0.9994220823842183, folded: 0.9994220823842183, bulk: 244.28801422128518,
      tail: 272.75506559679985, mean: 251.8710784566159, error: 0.018580633255039756),
  ]

  @Test(arguments: cases)
  func agreesWithArviZ(_ known: Case) throws {
    let found = try #require(ChainDiagnosis(known.series.values).statistics)
    func same(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= 1e-9 * abs(y) }
    #expect(same(found.bulkSampleSize, known.bulk))
    #expect(same(found.tailSampleSize, known.tail))
    #expect(same(found.meanSampleSize, known.mean))
    #expect(same(found.standardError, known.error))
    // ArviZ gives no R-hat for a single chain; split in two it has one
    if let rHat = known.rHat { #expect(same(try #require(found.rHat), rHat)) }
    if let folded = known.folded {
      // the two draws next to the median are equally far from it up to rounding, and may swap ranks
      let measured = try #require(found.foldedRHat)
      #expect(abs(measured - folded) <= 5e-6, "\(measured)")
    }
  }

  @Test func constantChainsAreNamed() {
    let diagnosis = ChainDiagnosis(Chains(repeating: [Double](repeating: 2.5, count: 20), count: 4))
    #expect(diagnosis == .constant(2.5))
    #expect(diagnosis.warning != nil)
    #expect(
      MonteCarloNumber(meanOf: Chains(repeating: [Double](repeating: 2.5, count: 20), count: 4)).estimate
        == nil)
  }

  @Test func oneStuckChainIsNamed() throws {
    var chains = Series(
      chains: 4, draws: 400, memory: 0, seed: 1, shift: 0, cubed: false, rounded: false
    ).values
    #expect(ChainDiagnosis(chains).warning == nil)
    chains[2] = [Double](repeating: 0.01, count: 400)
    #expect(try #require(ChainDiagnosis(chains).statistics).constantChains == [2])
    #expect(ChainDiagnosis(chains).warning != nil)
  }

  @Test func chainsThatDisagreeAreNamed() throws {
    let chains = (0..<4).map { [Double](repeating: Double($0), count: 50) }
    let statistics = try #require(ChainDiagnosis(chains).statistics)
    #expect(try #require(statistics.bulkRHat) > 1e6)
    #expect(ChainDiagnosis(chains).warning != nil)
  }

  @Test func shortAndInfiniteChainsAreRefused() {
    #expect(ChainDiagnosis([[1, 2, 3]]) == .tooShort(draws: 3))
    #expect(ChainDiagnosis([]) == .tooShort(draws: 0))
    #expect(ChainDiagnosis([[1, 2, 3, 4, 5, 6, 7, .infinity]]) == .notFinite)
    #expect(ChainDiagnosis([[1, 2, 3, 4, 5, 6, 7, .nan]]) == .notFinite)
  }
}
