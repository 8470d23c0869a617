import GSL
import Testing

@Suite struct MinimizerTests {
  @Test func rosenbrocksValleyIsFollowed() throws {
    let found = try minimize(from: [-1.2, 1]) { x, gradient in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      gradient?[0] = -2 * a - 400 * x[0] * b
      gradient?[1] = 200 * b
      return a * a + 100 * b * b
    }
    #expect(abs(found.point[0] - 1) <= 1e-7 && abs(found.point[1] - 1) <= 1e-7)
    #expect(found.value <= 1e-14 && found.outcome != .iterationLimit)
  }

  @Test func aConvergedStartIsNoFailure() throws {
    let found = try minimize(from: [0, 0, 0], gradientTolerance: 0) { x, gradient in
      for k in 0..<3 { gradient?[k] = 2 * x[k] }
      return x.reduce(0) { $0 + $1 * $1 }
    }
    #expect(found.point == [0, 0, 0] && found.outcome == .converged)
  }

  @Test func badStartsAndSettingsAreRefused() {
    #expect(throws: MinimizerError.self) { try minimize(from: []) { _, _ in 0 } }
    #expect(throws: MinimizerError.self) { try minimize(from: [1], initialStep: 0) { _, _ in 0 } }
    #expect(throws: MinimizerError.self) {
      try minimize(from: [1]) { _, gradient in
        gradient?[0] = .nan
        return .nan
      }
    }
  }

  /// The second difference matrix of order n has the eigenvalues 2 − 2cos(kπ/(n+1)).
  @Test(arguments: [1, 2, 3, 10])
  func secondDifferencesHaveKnownEigenvalues(order: Int) throws {
    let matrix = (0..<(order * order)).map { entry -> Double in
      let (i, j) = entry.quotientAndRemainder(dividingBy: order)
      return i == j ? 2 : (abs(i - j) == 1 ? -1 : 0)
    }
    let cosines = [1: [0.0], 2: [0.5, -0.5], 3: [0.7071067811865476, 0, -0.7071067811865476]]
    let values = try symmetricEigenvalues(matrix)
    let system = try symmetricEigensystem(matrix)
    for (k, cosine) in (cosines[order] ?? []).enumerated() {
      #expect(abs(values[k] - 2 + 2 * cosine) <= 1e-14)
    }
    #expect(abs(values.reduce(0, +) - 2 * Double(order)) <= 1e-13)
    for (value, vector) in zip(system.values, system.vectors) {
      for i in 0..<order {
        let product = (0..<order).reduce(0) { $0 + matrix[i * order + $1] * vector[$1] }
        #expect(abs(product - value * vector[i]) <= 1e-13)
      }
    }
    #expect(throws: GSLError.self) { try symmetricEigenvalues([1, 2, 3]) }
  }
}
