import Stochastic
import Testing

@testable import Gibbs

@Suite struct MinimumTests {
  @Test(arguments: GibbsReference.landscapes)
  func referenceMinimaAreFoundAndProved(_ landscape: GibbsReference.Landscape) throws {
    let (report, passes) = try search(landscape.potential.base)
    let answers = landscape.answers
    #expect(abs(report.value.value - answers.minimum.value) <= 2e-15)
    #expect(report.value.error <= 1e-12 * answers.minimum.value)
    let certified = try #require(report.certified)
    #expect(certified.lowerBound <= answers.minimum.value + 1e-15)
    #expect(certified.upperBound >= answers.minimum.value - 1e-15)
    #expect(certified.upperBound - certified.lowerBound <= 2e-12 * answers.minimum.value)
    #expect(report.localMinima.count == answers.localMinima.count)
    for (found, known) in zip(report.localMinima, answers.localMinima) {
      #expect(abs(found.value - known.value) <= 2e-15)
      for (x, y) in zip(found.weights, known.weights) { #expect(abs(x - y) <= 1e-8) }
      #expect(found.hessianEigenvalues.allSatisfy { $0 > 0 })
    }
    for (x, y) in zip(report.argmin, answers.argmin) { #expect(abs(x - y) <= 1e-8) }
    let barriers = try #require(passes.barriers)
    #expect(barriers.count == answers.localMinima.count * (answers.localMinima.count - 1) / 2)
    for barrier in barriers {
      #expect(barrier.height.value > report.localMinima[barrier.to].value)
      #expect(
        barrier.hessianEigenvalues[0] < 0 && barrier.hessianEigenvalues.dropFirst().allSatisfy { $0 > 0 })
    }
    #expect(report.starts > 0 && report.startsInBest > 0 && report.startsInBest <= report.starts)
  }

  /// With the net's own type, of which more is proved.
  private func search(_ potential: any TwiceDifferentiable) throws -> (MinimumReport, BarrierReport) {
    func both(_ potential: some GibbsPotential) throws -> (MinimumReport, BarrierReport) {
      let report = try MinimumSearch().search(potential)
      return (report, try BarrierSearch().search(potential, minima: report.localMinima))
    }
    let net = try #require(potential as? any GibbsPotential)
    return try both(net)
  }

  @Test func doubleWellHasTwoMinimaAndItsBarrier() throws {
    let report = try MinimumSearch().search(DoubleWell())
    #expect(report.localMinima.map(\.weights) == [[-1], [1]])
    #expect(report.value.value == 0)
    #expect(report.startsInBest == report.starts)
    let barriers = try #require(try BarrierSearch().search(DoubleWell(), minima: report.localMinima).barriers)
    #expect(barriers.count == 1)
    #expect(barriers[0].height.value == 0.25)
    #expect(abs(barriers[0].saddle[0]) <= 1e-12)
    #expect(barriers[0].hessianEigenvalues == [-1])
  }

  /// With λ so large that L is convex there is one minimum, whatever the dimension.
  @Test(arguments: [(2, 4), (3, 20), (66, 3)])
  func highDimensionsAreSearched(width: Int, inputs d: Int) throws {
    let data = DataSet.sine(samples: 40, dimension: d, noise: 0.5, seed: 4)
    let outer = DataSet.normalVector(count: width, norm: 1, seed: 2)
    let net = try RegularizedRisk(
      activation: HyperbolicTangent(), outer: outer, inputs: data.inputs, labels: data.labels,
      regularization: 60)
    let report = try MinimumSearch(starts: 8).search(net)
    #expect(report.localMinima.count == 1 && report.startsInBest == 8)
    #expect(report.localMinima[0].hessianEigenvalues.count == net.dimension)
    #expect(euclideanNorm(Evaluator(net).gradient(at: report.argmin)) <= 1e-8)
    #expect(report.certified == nil && report.statement.contains("not proved"))
  }

  /// A tanh unit of slope 40: its basin is narrow in the sublevel ball.
  @Test func aSteepNetIsProvedToItsMinimum() throws {
    let net = try RegularizedRisk(
      activation: HyperbolicTangent(beta: 40), outer: [1], inputs: [[1], [-0.5]], labels: [0.8, -0.7],
      regularization: 1e-3)
    let report = try MinimumSearch().search(net)
    let certified = try #require(report.certified)
    let evaluator = Evaluator(net)
    let scanned = (0...200_000).map { evaluator.value(at: [-1 + 1e-5 * Double($0)]) }.min() ?? 0
    #expect(report.value.value <= scanned + 1e-15 && report.value.value >= scanned - 1e-5)
    #expect(certified.upperBound - certified.lowerBound <= 1e-12)
  }

  @Test func unboundedSublevelSetsAreRefused() throws {
    let net = try RegularizedRisk(
      activation: Sigmoid(), outer: [1], inputs: [[1]], labels: [0], regularization: 0)
    #expect(throws: ProblemError.self) { try MinimumSearch().search(net) }
  }

  @Test func aSearchCanBeStopped() throws {
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) { try MinimumSearch().search(DoubleWell(), control: control) }
  }
}
