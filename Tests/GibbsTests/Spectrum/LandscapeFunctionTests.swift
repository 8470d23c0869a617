import Testing

@testable import Gibbs

/// q = Hu/u of the landscape function u, (H + μ)u = 1, on rough terrain: L uniform on (0, 3) from node to node, s = 0.1.
@Suite struct LandscapeFunctionTests {
  private let learningRate = 0.1

  private func terrain(_ side: Int) -> ReversibleGraph {
    let edge = 0...0.1 * Double(side)
    let grid = TensorGrid(covering: [edge, edge], counts: [side, side])
    return CartesianVolumes(
      grid: grid, levels: fixedVector(grid.nodeCount).map { 1.5 * (1 + $0) },
      isCell: [Bool](repeating: true, count: grid.nodeCount), ceiling: .infinity, learningRate: learningRate
    ).graph
  }

  /// (H + μ)u = 1 by Gaussian elimination; a Stieltjes matrix needs no pivots.
  private func denseSolution(_ matrix: SparseSymmetric, shift mu: Double) -> [Double] {
    let n = matrix.order
    var a = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for column in 0..<n {
      for entry in matrix.entries(column) {
        let row = Int(matrix.rows[entry])
        a[row][column] = matrix.values[entry]
        a[column][row] = matrix.values[entry]
      }
      a[column][column] += mu
    }
    var u = [Double](repeating: 1, count: n)
    for k in 0..<n {
      for row in k + 1..<n where a[row][k] != 0 {
        let factor = a[row][k] / a[k][k]
        for column in k..<n { a[row][column] -= factor * a[k][column] }
        u[row] -= factor * u[k]
      }
    }
    for k in (0..<n).reversed() {
      for column in k + 1..<n { u[k] -= a[k][column] * u[column] }
      u[k] /= a[k][k]
    }
    return u
  }

  /// A residual of at most ε everywhere moves u by at most εu, as (H + μ)⁻¹ is positive, and q + μ by at most 2ε(q + μ).
  @Test(arguments: [(true, 1e-9), (false, 1.1e-4)], [1e-3, 1.0])
  func againstADenseSolution(way: (isPlane: Bool, tolerance: Double), mu: Double) throws {
    let graph = terrain(16)
    let landscape = try LandscapeFunction(graph, shift: mu, isPlane: way.isPlane, threads: 1, control: nil)
    #expect(landscape.isConverged)
    for (rate, u) in zip(landscape.rates, denseSolution(graph.matrix, shift: mu)) {
      #expect(((rate + mu) * u - 1).magnitude < way.tolerance)
    }
  }

  /// Four thousand iterations are not enough, a factorisation is; what there is then still bounds H.
  @Test func anUnfinishedSolutionBounds() throws {
    let (graph, mu) = (terrain(80), 1e-8)
    let system = GraphOperator(graph, threads: 1)
    let ones = [Double](repeating: 1, count: graph.order)
    let stopped = try ConjugateGradients(system, shift: mu).solve(
      ones, tolerance: 1e-4, limit: 4000, control: nil)
    #expect(stopped.iterations == nil)
    #expect(stopped.x.contains { $0 < 0 })
    let unfinished = try LandscapeFunction(
      graph, shift: mu, isPlane: false, threads: 1, limit: 4000, control: nil)
    #expect(!unfinished.isConverged)
    let finished = try LandscapeFunction(graph, shift: mu, isPlane: true, threads: 1, control: nil)
    #expect(finished.isConverged)
    for landscape in [unfinished, finished] {
      for (rate, diagonal) in zip(landscape.rates, system.diagonal) {
        #expect(rate <= diagonal * (1 + 1e-12))
      }
      for waves in [0, 1e-6, 1e-3, 0.1, 0.5] {
        let vector = zip(graph.ground, fixedVector(graph.order)).map { $0 * (1 + waves * $1) }
        let image = graph.factor(vector)
        let bound = zip(landscape.rates, vector).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        #expect(bound <= scalarProduct(image, image) + 1e-12)
      }
    }
  }

  /// On a chain nothing is left out of the factorisation; the diagonal alone takes more than 4000 iterations here.
  @Test func aChainIsFactorisedWhole() throws {
    let grid = TensorGrid(covering: [-3...3], counts: [20_000])
    let levels = (0..<grid.nodeCount).map { node in
      let excess = grid.coordinate(node, 0) * grid.coordinate(node, 0) - 1
      return 0.25 * excess * excess
    }
    let graph = CartesianVolumes(
      grid: grid, levels: levels, isCell: levels.map { _ in true }, ceiling: .infinity,
      learningRate: learningRate
    ).graph
    let solution = try ConjugateGradients(GraphOperator(graph, threads: 1), shift: 1e-3).solve(
      levels.map { _ in 1 }, tolerance: 1e-4, limit: 10, control: nil)
    #expect(try #require(solution.iterations) <= 3)
    // ⟨√w, 1⟩ = ⟨√w, (H + μ)x⟩ = μ⟨√w, x⟩, as H√w = 0
    let mean = scalarProduct(graph.ground, solution.x) / graph.ground.reduce(0, +)
    #expect((1e-3 * mean - 1).magnitude < 1e-3)
  }
}
