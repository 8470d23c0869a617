import Gibbs
import Stochastic
import Testing

private struct Bounds: NetBody {
  let learningRates: [Double]

  func run<P: GibbsPotential & FiniteSum>(_ potential: P) throws -> (Bound, RemainderRange, [Bound]) {
    let bakry = try bakryEmery(potential)
    let range = try RemainderRange(of: potential)
    return (bakry, range, learningRates.map { holleyStroock(potential, range: range, learningRate: $0) })
  }
}

@Suite struct LowerBoundTests {
  @Test(arguments: AnsweredProblem.nets)
  func referenceBounds(problem: AnsweredProblem) throws {
    let (bakry, range, holley) = try problem.withPotential(
      Bounds(learningRates: problem.bounds.map(\.learningRate)))
    for (found, known) in zip(holley, problem.bounds) {
      #expect((bakry.value == nil) == (known.bounds.bakryEmery == nil))
      if let value = bakry.value, let truth = known.bounds.bakryEmery {
        #expect(value <= truth + 1e-13 && value >= truth * (1 - 1e-9))
      }
      #expect((found.value == nil) == (known.bounds.holleyStroock == nil))
      if let value = found.value, let truth = known.bounds.holleyStroock {
        #expect(value <= truth * (1 + 1e-9) && value >= truth * (1 - 1e-6))
      }
    }
    if let least = problem.answers.dataInf?.value, let most = problem.answers.dataSup?.value {
      #expect(range.infimum.lowerBound <= least + 1e-15 && least <= range.infimum.upperBound + 1e-15)
      #expect(range.supremum.lowerBound <= most + 1e-15 && most <= range.supremum.upperBound + 1e-15)
    }
  }
}
