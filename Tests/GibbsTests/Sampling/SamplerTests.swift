import Foundation
import Stochastic
import Testing

@testable import Gibbs

@Suite struct SamplerTests {
  let short = SamplerSettings(seed: 3, groups: 1, warmUp: 90, draws: 60)

  @Test(arguments: MarkovKernel.allCases, SamplerSettings.Tempering.allCases)
  func resultsDoNotDependOnThreads(kernel: MarkovKernel, tempering: SamplerSettings.Tempering) throws {
    var settings = SamplerSettings(
      seed: 7, groups: 3, warmUp: 60, draws: 40, kernel: kernel, tempering: tempering, threads: 1)
    let well = WrappedPotential.doubleWell
    let one = try GibbsSampler(well, learningRate: 0.1, minima: [[-1], [1]], settings: settings).run()
    settings.threads = 3
    let three = try GibbsSampler(well, learningRate: 0.1, minima: [[-1], [1]], settings: settings).run()
    #expect(one.samples.weights == three.samples.weights)
    #expect(one.ladder.losses == three.ladder.losses)
    #expect(one.exchangeRates == three.exchangeRates)
  }

  @Test func seedsAndChainsDiffer() throws {
    let law = WrappedPotential.quadratic(dimension: 3, regularization: 1)
    let first = try GibbsSampler(law, learningRate: 0.1, settings: short).run().samples
    var settings = short
    settings.seed = 4
    let second = try GibbsSampler(law, learningRate: 0.1, settings: settings).run().samples
    #expect(first.weights != second.weights)
    let last = Set((0..<16).map { (chain: Int) -> Double in first.losses[60 * chain + 59] })
    #expect(last.count == 16)
  }

  @Test(arguments: [(MarkovKernel.langevin, 0.574), (.hamiltonian, 0.8)])
  func stepSizesReachTheirAcceptance(kernel: MarkovKernel, target: Double) throws {
    let law = WrappedPotential.quadratic(dimension: 40, regularization: 0.5)
    let settings = SamplerSettings(groups: 1, warmUp: 600, draws: 400, kernel: kernel)
    let run = try GibbsSampler(law, learningRate: 0.2, settings: settings).run()
    let acceptance = try #require(run.rungs[0].acceptance)
    #expect(abs(acceptance - target) < 0.12, "\(acceptance)")
  }

  @Test func laddersExchange() throws {
    let well = WrappedPotential.doubleWell
    let run = try GibbsSampler(well, learningRate: 1e-3, minima: [[-1], [1]]).run()
    #expect(run.rungs.count > 2)
    #expect(run.exchangeRates.allSatisfy { $0 > 0.15 && $0 < 0.8 }, "\(run.exchangeRates)")
    #expect(run.unresolved == nil)
  }

  @Test func nonsenseIsRefused() throws {
    let well = WrappedPotential.doubleWell
    #expect(throws: SamplingError.self) { try GibbsSampler(well, learningRate: 0.1).run() }
    #expect(throws: SamplingError.self) { try GibbsSampler(well, learningRate: -1, minima: [[1]]).run() }
    #expect(throws: SamplingError.self) { try GibbsSampler(well, learningRate: .nan, minima: [[1]]).run() }
    #expect(throws: SamplingError.self) { try GibbsSampler(well, learningRate: 0.1, minima: [[1, 2]]).run() }
    let none = SamplerSettings(groups: 0)
    #expect(throws: SamplingError.self) {
      try GibbsSampler(well, learningRate: 0.1, minima: [[1]], settings: none).run()
    }
  }

  @Test func cancellationStops() throws {
    let control = RunControl()
    control.cancel()
    let well = WrappedPotential.doubleWell
    #expect(throws: CancellationError.self) {
      try GibbsSampler(well, learningRate: 0.1, minima: [[-1], [1]]).run(control: control)
    }
  }

  /// Between two wells 1/(4·0.01) = 25 thermal energies apart no plain chain crosses in a thousand steps.
  @Test func stuckChainsAreReported() throws {
    let well = WrappedPotential.doubleWell
    let settings = SamplerSettings(tempering: .never)
    let run = try GibbsSampler(well, learningRate: 0.01, minima: [[-1], [1]], settings: settings).run()
    #expect(run.unresolved != nil)
    #expect(run.wells?.crossings.allSatisfy { $0 == 0 } == true)
  }

  /// All chains in one of two equal wells: convergence statistics see nothing, Laplace's weights do.
  @Test func theWellNobodyVisitsIsReported() throws {
    let well = WrappedPotential.doubleWell
    let settings = SamplerSettings(tempering: .never)
    let run = try GibbsSampler(well, learningRate: 0.01, minima: [[1]], settings: settings).run()
    let wells = try #require(
      WellOccupation(run.samples, potential: well, minima: [[-1], [1]], learningRate: 0.01))
    #expect(wells.shares == [0, 1])
    #expect(wells.unresolved != nil)
  }

  /// E L = s/4 + O(s²) deep in two equal wells, and both have the same share.
  @Test(arguments: [1e-3, 1e-2])
  func isolatedWellsAreBothSampled(s: Double) throws {
    let well = WrappedPotential.doubleWell
    let run = try GibbsSampler(well, learningRate: s, minima: [[-1], [1]]).run()
    let (loss, square) = moments(s)
    let found = MonteCarloExpectations(run.samples, minimumLoss: 0)
    try expect(found.meanLoss.estimate, near: loss, "E L")
    try expect(found.meanSquaredNorm.estimate, near: square, "E w^2")
    let right = run.samples.evaluate { w, _ in w[w.startIndex] > 0 ? 1 : 0 }
    try expect(MonteCarloNumber(meanOf: right).estimate, near: 0.5, "share of the right well")
  }

  /// E L and E w² of the double well by the trapezoidal rule, which converges geometrically here.
  private func moments(_ s: Double) -> (loss: Double, square: Double) {
    var (mass, loss, square) = (0.0, 0.0, 0.0)
    for index in -40_000...40_000 {
      let w = Double(index) * 5e-5
      let value = 0.25 * (w * w - 1) * (w * w - 1)
      let density = exp(-2 * value / s)
      mass += density
      loss += density * value
      square += density * w * w
    }
    return (loss / mass, square / mass)
  }
}
