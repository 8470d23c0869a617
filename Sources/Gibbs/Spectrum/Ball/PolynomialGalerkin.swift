import GSL
import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The Neumann gap on a ball by Rayleigh–Ritz on polynomials: the least (s/2) E‖∇q‖² / Var q under μ_s given the ball.
///
/// The polynomials are made orthonormal under the measure as they are built, coordinate times an earlier one
/// (Vandermonde with Arnoldi; Brubeck, Nakatsukasa and Trefethen, SIAM Review 63 (2021), 405).
struct PolynomialGalerkin {
  private let points: [[Double]]
  /// Square roots of the probabilities of the points
  private let roots: [Double]
  private let learningRate: Double

  /// - Parameters:
  ///   - radius: R
  ///   - counts: Gauss nodes along the radius, from pole to pole (1 in the plane), equidistant ones around
  init<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, radius: Double, counts: (radius: Int, polar: Int, azimuth: Int),
    learningRate s: Double
  ) throws {
    let nodes = try BallRule(dimension: sampler.potential.dimension, radius: radius, counts: counts)
    let levels = try sampler.values(count: nodes.weights.count) { nodes.points[$1][$0] }
    let bottom = levels.min() ?? 0
    let masses = zip(levels, nodes.weights).map { exp(-2 * ($0 - bottom) / s) * $1 }
    let total = masses.reduce(0, +)
    let kept = masses.indices.filter { masses[$0] > 1e-18 * total }
    points = nodes.points.map { axis in kept.map { axis[$0] / radius } }
    roots = kept.map { (masses[$0] / total).squareRoot() }
    learningRate = s / (radius * radius)
  }

  /// About how many products and sums the gap at this degree costs.
  func work(degree: Int) -> Double {
    let dimension = points.count
    let basis = (1...dimension).reduce(1.0) { $0 * Double(degree + $1) / Double($1) }
    return basis * basis * Double(roots.count * (1 + dimension)) * 4
  }

  /// The smallest nonzero eigenvalue on polynomials of total degree at most `degree`.
  func gap(degree: Int, control: RunControl?) throws -> Double {
    let dimension = points.count
    let n = roots.count
    // a basis element: its values and its partial derivatives, each times the root of the probability
    var basis: [[Double]] = [roots + [Double](repeating: 0, count: dimension * n)]
    var previous = [(element: 0, axis: 0)]
    for _ in 0..<degree {
      if control?.isCancelled == true { throw CancellationError() }
      var next: [(element: Int, axis: Int)] = []
      for (element, least) in previous {
        for axis in least..<dimension {
          let candidate = multiplied(basis[element], by: axis)
          guard let new = orthonormal(candidate, against: basis) else { continue }
          next.append((basis.count, axis))
          basis.append(new)
        }
      }
      previous = next
    }
    return try leastEigenvalue(Array(basis.dropFirst()))
  }

  /// x_k q with its derivatives.
  private func multiplied(_ element: [Double], by axis: Int) -> [Double] {
    let n = roots.count
    var result = element
    for block in 0...points.count {
      for i in 0..<n { result[block * n + i] *= points[axis][i] }
    }
    for i in 0..<n { result[(axis + 1) * n + i] += element[i] }
    return result
  }

  /// Nil if nothing new is left.
  private func orthonormal(_ candidate: [Double], against basis: [[Double]]) -> [Double]? {
    let n = roots.count
    var result = candidate
    let size = scalarProduct(result, result, n).squareRoot()
    for _ in 0..<2 {
      for element in basis {
        let overlap = scalarProduct(result, element, n)
        result.withUnsafeMutableBufferPointer { target in
          element.withUnsafeBufferPointer { source in
            for i in 0..<source.count { target[i] -= overlap * source[i] }
          }
        }
      }
    }
    let norm = scalarProduct(result, result, n).squareRoot()
    guard norm > 1e-10 * size else { return nil }
    return result.map { $0 / norm }
  }

  private func leastEigenvalue(_ basis: [[Double]]) throws -> Double {
    let gradients = basis.map { Array($0.dropFirst(roots.count)) }
    var stiffness = [Double](repeating: 0, count: basis.count * basis.count)
    for i in gradients.indices {
      for j in 0...i {
        stiffness[i * basis.count + j] = learningRate / 2 * scalarProduct(gradients[i], gradients[j])
      }
    }
    return try symmetricEigenvalues(stiffness)[0]
  }
}

/// Nodes and weights of the ball: Gauss–Legendre along the radius and the cosine of the latitude, equidistant around.
private struct BallRule {
  var points: [[Double]]
  var weights: [Double] = []

  init(dimension: Int, radius: Double, counts: (radius: Int, polar: Int, azimuth: Int)) throws {
    points = [[Double]](repeating: [], count: dimension)
    let radial = try GaussRule.legendre(count: counts.radius, on: 0...radius)
    let polar = try GaussRule.legendre(count: counts.polar, on: -1...1)
    for (r, weight) in zip(radial.nodes, radial.weights) {
      for (cosine, share) in zip(polar.nodes, polar.weights) {
        let sine = dimension == 2 ? 1 : (1 - cosine * cosine).squareRoot()
        for k in 0..<counts.azimuth {
          let longitude = 2 * Double.pi * (Double(k) + 0.25) / Double(counts.azimuth)
          points[0].append(r * sine * cos(longitude))
          points[1].append(r * sine * sin(longitude))
          if dimension == 3 { points[2].append(r * cosine) }
          weights.append(weight * share * (dimension == 2 ? r : r * r))
        }
      }
    }
  }
}
