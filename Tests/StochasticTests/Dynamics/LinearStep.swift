import Foundation

/// A Gaussian law of (W, V): means and covariances.
struct GaussianPair: Sendable {
  var w, v, ww, wv, vv: Double
}

/// (W, V)⁺ = M (W, V) + n ξ.
struct LinearStep {
  var matrix: [[Double]]
  var noise: [Double]

  /// Then a linear map without noise.
  func followed(by map: [[Double]]) -> LinearStep {
    func applied(_ column: [Double]) -> [Double] { map.map { $0[0] * column[0] + $0[1] * column[1] } }
    let columns = (0..<2).map { j in applied([matrix[0][j], matrix[1][j]]) }
    return LinearStep(
      matrix: [[columns[0][0], columns[1][0]], [columns[0][1], columns[1][1]]], noise: applied(noise))
  }

  func image(of law: GaussianPair) -> GaussianPair {
    let (a, b, c, d) = (matrix[0][0], matrix[0][1], matrix[1][0], matrix[1][1])
    return GaussianPair(
      w: a * law.w + b * law.v, v: c * law.w + d * law.v,
      ww: a * a * law.ww + 2 * a * b * law.wv + b * b * law.vv + noise[0] * noise[0],
      wv: a * c * law.ww + (a * d + b * c) * law.wv + b * d * law.vv + noise[0] * noise[1],
      vv: c * c * law.ww + 2 * c * d * law.wv + d * d * law.vv + noise[1] * noise[1])
  }

  /// P = MPMᵀ + nnᵀ: three linear equations, by Cramer's rule.
  var stationaryCovariance: GaussianPair {
    let (a, b, c, d) = (matrix[0][0], matrix[0][1], matrix[1][0], matrix[1][1])
    let rows = [
      [1 - a * a, -2 * a * b, -b * b], [-a * c, 1 - a * d - b * c, -b * d], [-c * c, -2 * c * d, 1 - d * d],
    ]
    let right = [noise[0] * noise[0], noise[0] * noise[1], noise[1] * noise[1]]
    func determinant(_ m: [[Double]]) -> Double {
      m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    }
    let solution = (0..<3).map { column in
      var replaced = rows
      for row in 0..<3 { replaced[row][column] = right[row] }
      return determinant(replaced) / determinant(rows)
    }
    return GaussianPair(w: 0, v: 0, ww: solution[0], wv: solution[1], vv: solution[2])
  }
}

/// dW = V dt, dV = −kW dt − γV dt + √(γs) dB in closed form.
struct OscillatorLaw {
  let curvature: Double
  let friction: Double
  let noise: Double

  /// exp(tA), A = [[0, 1], [−k, −γ]]: e^(−γt/2) (c I + S (A + γ/2 I)), where c and S are cosh and sinh/μ of μt, or cos
  /// and sin/ω of ωt.
  func flow(_ t: Double) -> [[Double]] {
    let discriminant = friction * friction / 4 - curvature
    let root = abs(discriminant).squareRoot()
    let (c, s) =
      discriminant > 0
      ? (cosh(root * t), sinh(root * t) / root)
      : discriminant < 0 ? (cos(root * t), sin(root * t) / root) : (1, t)
    let factor = Foundation.exp(-friction * t / 2)
    return [
      [factor * (c + s * friction / 2), factor * s],
      [-factor * s * curvature, factor * (c - s * friction / 2)],
    ]
  }

  /// P(t) = P∞ + F (P₀ − P∞) Fᵀ with P∞ = (s/2) diag(1/k, 1).
  func at(_ t: Double, from start: GaussianPair) -> GaussianPair {
    let limit = GaussianPair(w: 0, v: 0, ww: noise / (2 * curvature), wv: 0, vv: noise / 2)
    let deviation = GaussianPair(
      w: start.w, v: start.v, ww: start.ww - limit.ww, wv: start.wv, vv: start.vv - limit.vv)
    let moved = LinearStep(matrix: flow(t), noise: [0, 0]).image(of: deviation)
    return GaussianPair(
      w: moved.w, v: moved.v, ww: moved.ww + limit.ww, wv: moved.wv, vv: moved.vv + limit.vv)
  }
}
