import Foundation
import Testing

@testable import GSL

@Suite struct SingularSystemTests {
  /// AᵀA = ((25, 20), (20, 25)) has the eigenvalues 5 and 45, to (1, −1) and (1, 1).
  @Test func closedForm() throws {
    let system = try SingularSystem([[3, 0], [4, 5]])
    #expect(abs(system.values[0] - 5.0.squareRoot()) < 1e-15)
    #expect(abs(system.values[1] - 45.0.squareRoot()) < 1e-14)
    #expect(abs(system.vectors[0][0] + system.vectors[0][1]) < 1e-15)
    #expect(abs(system.vectors[1][0] - system.vectors[1][1]) < 1e-15)
  }

  /// Orthogonal columns of very different lengths: the lengths are the singular values, each to its own last digits.
  @Test func tinyValuesKeepTheirDigits() throws {
    let (c, s) = (cos(0.3), sin(0.3))
    let system = try SingularSystem([[c, -1e-13 * s], [s, 1e-13 * c]])
    #expect(abs(system.values[0] / 1e-13 - 1) < 1e-14)
    #expect(abs(system.values[1] - 1) < 1e-15)
  }

  @Test(arguments: [[], [[1, 2]], [[1, 2], [3]]])
  func otherShapesAreRefused(matrix: [[Double]]) {
    #expect(throws: GSLError.self) { try SingularSystem(matrix) }
  }
}
