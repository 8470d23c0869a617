import GSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

// Proved bounds of the smallest eigenvalue λ₁ of symmetric matrices of intervals, D × D row by row.

/// A lower bound of λ₁(A) for every symmetric A in the interval matrix; −∞ where its entries are unbounded.
///
/// λ₁ increases with the diagonal, so that the lower ends stand there; D = 2 is exact, since λ₁ falls with
/// |a₁₂|; otherwise the off-diagonal radii are charged by rows (Gershgorin, Weyl) to their centres' λ₁.
func smallestEigenvalue(_ matrix: [RealInterval], _ dimension: Int) -> Double {
  switch dimension {
  case 1: return matrix[0].lower
  case 2: return smallestEigenvalue(matrix[0].lower, matrix[1].magnitude, matrix[3].lower)
  default:
    var centre = Array(repeating: 0.0, count: dimension * dimension)
    var radius = 0.0
    for row in 0..<dimension {
      var sum = RealInterval.zero
      for column in 0..<dimension {
        let entry = matrix[row * dimension + column]
        if row == column {
          centre[row * dimension + column] = entry.lower
        } else {
          centre[row * dimension + column] = entry.midpoint
          sum += RealInterval(max((entry - RealInterval(entry.midpoint)).magnitude, 0))
        }
      }
      radius = max(radius, sum.upper)
    }
    guard radius < .infinity else { return -.infinity }
    return RealInterval.down(smallestEigenvalue(centre, dimension) - radius)
  }
}

/// (a + c)/2 − √((a − c)²/4 + b²), rounded down.
func smallestEigenvalue(_ a: Double, _ b: Double, _ c: Double) -> Double {
  guard a > -.infinity, c > -.infinity, b < .infinity else { return -.infinity }
  let root = ((RealInterval(a) - RealInterval(c)).squared + 4 * RealInterval(b).squared).squareRoot
  return (0.5 * (RealInterval(a) + RealInterval(c) - root)).lower
}

/// A proved lower bound of λ₁ of one symmetric matrix: a computed eigenvalue, lowered until the interval
/// factorisation L D Lᵀ of A − μI has only positive pivots, and Gershgorin's bound if it never has.
func smallestEigenvalue(_ matrix: [Double], _ dimension: Int) -> Double {
  guard matrix.allSatisfy(\.isFinite) else { return -.infinity }
  if dimension == 1 { return matrix[0] }
  if dimension == 2 { return smallestEigenvalue(matrix[0], matrix[1], matrix[3]) }
  let gershgorin = gershgorinBound(matrix, dimension)
  let found = dimension == 3 ? computedEigenvalue(matrix) : try? symmetricEigenvalues(matrix).first
  guard let computed = found else { return gershgorin }
  let scale = matrix.reduce(0) { max($0, $1.magnitude) } * Double(dimension)
  var slack = 8e-16 * scale + 1e-300
  while slack < scale {
    if isPositiveDefinite(matrix, dimension, minus: computed - slack) {
      return max(computed - slack, gershgorin)
    }
    slack *= 8
  }
  return gershgorin
}

/// λ₁ of a 3 × 3 matrix by the cosine formula for the roots of its characteristic polynomial, in plain arithmetic.
private func computedEigenvalue(_ a: [Double]) -> Double {
  let mean = (a[0] + a[4] + a[8]) / 3
  let (x, y, z) = (a[0] - mean, a[4] - mean, a[8] - mean)
  let square = x * x + y * y + z * z + 2 * (a[1] * a[1] + a[2] * a[2] + a[5] * a[5])
  let p = (square / 6).squareRoot()
  guard p > 0 else { return mean }
  let minors = x * (y * z - a[5] * a[5]) - a[1] * (a[1] * z - a[5] * a[2])
  let determinant = minors + a[2] * (a[1] * a[5] - y * a[2])
  let angle = acos(min(max(determinant / (2 * p * p * p), -1), 1)) / 3
  return mean + 2 * p * cos(angle + 2 * Double.pi / 3)
}

private func gershgorinBound(_ matrix: [Double], _ dimension: Int) -> Double {
  var bound = Double.infinity
  for row in 0..<dimension {
    var sum = RealInterval(matrix[row * dimension + row])
    for column in 0..<dimension where column != row {
      sum = sum - RealInterval(matrix[row * dimension + column].magnitude)
    }
    bound = min(bound, sum.lower)
  }
  return bound
}

/// Whether A − shift·I is proved positive definite.
func isPositiveDefinite(_ matrix: [Double], _ dimension: Int, minus shift: Double) -> Bool {
  withUnsafeTemporaryAllocation(of: RealInterval.self, capacity: dimension * dimension) { work in
    for k in matrix.indices { work.initializeElement(at: k, to: RealInterval(matrix[k])) }
    for k in 0..<dimension { work[k * dimension + k] = work[k * dimension + k] - RealInterval(shift) }
    for pivot in 0..<dimension {
      let diagonal = work[pivot * dimension + pivot]
      guard diagonal.lower > 0, diagonal.isFinite else { return false }
      let inverse = RealInterval(RealInterval.down(1 / diagonal.upper), RealInterval.up(1 / diagonal.lower))
      for row in (pivot + 1)..<max(dimension, pivot + 1) {
        let entry = work[pivot * dimension + row]
        for column in row..<dimension {
          let square = row == column ? entry.squared : entry * work[pivot * dimension + column]
          work[row * dimension + column] = work[row * dimension + column] - square * inverse
        }
      }
    }
    return true
  }
}
