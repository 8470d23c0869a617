import Gibbs
import Stochastic

/// Local minima in one to three dimensions, by descent from a grid and Newton steps at the end: for tests.
enum LocalMinima {
  static func find<P: GibbsPotential>(_ potential: P, radius: Double) -> [[Double]] {
    let dimension = potential.dimension
    let evaluator = Evaluator(potential)
    let count = [41, 13, 7][dimension - 1]
    let starts = (0..<(0..<dimension).reduce(1) { product, _ in product * count })
    var found: [[Double]] = []
    for start in starts {
      var rest = start
      var point = (0..<dimension).map { _ in
        defer { rest /= count }
        return radius * (2 * (Double(rest % count) + 0.013) / Double(count - 1) - 1)
      }
      guard descend(&point, evaluator) else { continue }
      let isNew = found.allSatisfy { other in zip(other, point).contains { ($0 - $1).magnitude > 1e-6 } }
      if isNew { found.append(point) }
    }
    return found
  }

  /// Newton with |eigenvalues| replaced by a shifted, descending step; false if it ends at a saddle.
  private static func descend<P>(_ point: inout [Double], _ evaluator: Evaluator<P>) -> Bool {
    var shift = 1.0
    for _ in 0..<400 {
      let gradient = evaluator.gradient(at: point)
      let loss = evaluator.value(at: point)
      let size = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if size < 1e-14 { break }
      guard let step = solve(evaluator.hessian(at: point), plus: shift, gradient) else {
        shift = max(4 * shift, 1e-8)
        continue
      }
      let next = zip(point, step).map { $0 - $1 }
      // far down differences of L are rounding: trust Newton there
      if evaluator.value(at: next) <= loss || size < 1e-6 {
        point = next
        shift = shift < 1e-9 ? 0 : shift / 10
      } else {
        shift = max(4 * shift, 1e-8)
      }
    }
    return solve(evaluator.hessian(at: point), plus: 0, point) != nil
  }

  /// (H + shift)⁻¹ g by Cholesky, nil if the matrix is not positive definite.
  private static func solve(_ matrix: [[Double]], plus shift: Double, _ right: [Double]) -> [Double]? {
    let n = right.count
    var factor = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        let rest = (0..<j).reduce(matrix[i][j] + (i == j ? shift : 0)) { $0 - factor[i][$1] * factor[j][$1] }
        if i == j {
          guard rest > 0 else { return nil }
          factor[i][i] = rest.squareRoot()
        } else {
          factor[i][j] = rest / factor[j][j]
        }
      }
    }
    var x = right
    for i in 0..<n { x[i] = (0..<i).reduce(x[i]) { $0 - factor[i][$1] * x[$1] } / factor[i][i] }
    for i in (0..<n).reversed() {
      x[i] = ((i + 1)..<n).reduce(x[i]) { $0 - factor[$1][i] * x[$1] } / factor[i][i]
    }
    return x
  }
}
