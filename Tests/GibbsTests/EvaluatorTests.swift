import Gibbs
import Stochastic
import Synchronization
import Testing

@Suite struct EvaluatorTests {
  @Test func pointsAndBlocksAgreeWithTheFormula() throws {
    let evaluator = Evaluator(DoubleWell())
    #expect(evaluator.value(at: [0.5]) == 0.25 * 0.75 * 0.75)
    #expect(evaluator.gradient(at: [0.5]) == [-0.375])
    #expect(evaluator.laplacian(at: [0.5]) == -0.25)
    #expect(evaluator.hessian(at: [2]) == [[11]])
  }

  @Test(arguments: [1, 2, 3], [0, 1, 15, 16, 17, 1000])
  func everyIndexIsVisitedOnce(threads: Int, count: Int) {
    let visits = Mutex([Int](repeating: 0, count: count))
    forEachBlock(below: count, of: DoubleWell(), threads: threads) { _, range in
      visits.withLock { for index in range { $0[index] += 1 } }
    }
    #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
  }
}
