import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Finite volumes of the ball ‖w‖ ≤ R in polar (D = 2) or spherical (D = 3) coordinates, no flux through the sphere.
///
/// Radii (i + ½)h, so that the face at the origin has no area; Scharfetter–Gummel weights with the metric's areas and volumes.
struct BallVolumes {
  private let radialCount: Int
  private let polarCount: Int
  private let azimuthCount: Int
  private let dimension: Int
  private let widths: (radius: Double, polar: Double, azimuth: Double)

  /// - Parameters:
  ///   - radius: R
  ///   - counts: cells along the radius, from pole to pole (1 in the plane), around
  init(dimension: Int, radius: Double, counts: (radius: Int, polar: Int, azimuth: Int)) {
    self.dimension = dimension
    (radialCount, polarCount, azimuthCount) = counts
    widths = (
      radius / Double(counts.radius), Double.pi / Double(counts.polar),
      2 * Double.pi / Double(counts.azimuth)
    )
  }

  private var cellCount: Int { radialCount * polarCount * azimuthCount }

  private func place(_ cell: Int) -> (radius: Int, polar: Int, azimuth: Int) {
    (cell / (polarCount * azimuthCount), cell / azimuthCount % polarCount, cell % azimuthCount)
  }

  private func radius(_ i: Double) -> Double { (i + 0.5) * widths.radius }
  private func sine(_ j: Double) -> Double { dimension == 2 ? 1 : sin((j + 0.5) * widths.polar) }

  /// Cartesian coordinates of a cell's centre.
  @Sendable private func coordinate(_ cell: Int, _ axis: Int) -> Double {
    let place = place(cell)
    let distance = radius(Double(place.radius))
    let longitude = (Double(place.azimuth) + 0.5) * widths.azimuth
    guard dimension == 3 else { return distance * (axis == 0 ? cos(longitude) : sin(longitude)) }
    let latitude = (Double(place.polar) + 0.5) * widths.polar
    switch axis {
    case 0: return distance * sin(latitude) * cos(longitude)
    case 1: return distance * sin(latitude) * sin(longitude)
    default: return distance * cos(latitude)
    }
  }

  /// The graph of the cells of a region; faces of cells above its ceiling to cells outside of it leak.
  func graph<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, region: ActiveRegion, learningRate s: Double
  ) throws -> ReversibleGraph {
    let levels = try sampler.values(count: cellCount, at: coordinate)
    let bottom = levels.min() ?? 0
    var numbers = [Int](repeating: -1, count: cellCount)
    let cells = levels.indices.filter { levels[$0] <= region.ceiling || isSlow($0, region) }
    for (number, cell) in cells.enumerated() { numbers[cell] = number }
    var faces: [ReversibleGraph.Face] = []
    var leaks: [ReversibleGraph.Leak] = []
    for cell in 0..<cellCount {
      for (neighbour, metric) in neighbours(of: cell) {
        let (one, other) = (numbers[cell], numbers[neighbour])
        let x = 2 * (levels[neighbour] - levels[cell]) / s
        let fromWeight = (s / 2 * metric / volume(cell) * bernoulli(x)).squareRoot()
        let toWeight = (s / 2 * metric / volume(neighbour) * bernoulli(-x)).squareRoot()
        if one >= 0, other >= 0 {
          faces.append(.init(from: one, to: other, fromWeight: fromWeight, toWeight: toWeight))
        } else if one >= 0, levels[cell] > region.ceiling {
          leaks.append(.init(cell: one, weight: fromWeight))
        } else if other >= 0, levels[neighbour] > region.ceiling {
          leaks.append(.init(cell: other, weight: toWeight))
        }
      }
    }
    let amplitude = cells.map { exp(-(levels[$0] - bottom) / s) * volume($0).squareRoot() }
    return ReversibleGraph(amplitude: amplitude, faces: faces, leaks: leaks)
  }

  private func isSlow(_ cell: Int, _ region: ActiveRegion) -> Bool {
    region.slow?.contains((0..<dimension).map { coordinate(cell, $0) }) ?? false
  }

  /// r^(D−1) sin ϑ at the centre: the volume up to the widths.
  private func volume(_ cell: Int) -> Double {
    let place = place(cell)
    let r = radius(Double(place.radius))
    return dimension == 2 ? r : r * r * sine(Double(place.polar))
  }

  /// The next cells outward, southward and eastward, with area over distance of the face between, up to the widths.
  private func neighbours(of cell: Int) -> [(cell: Int, metric: Double)] {
    let place = place(cell)
    let r = radius(Double(place.radius))
    var result: [(Int, Double)] = []
    if place.radius + 1 < radialCount {
      let face = radius(Double(place.radius) + 0.5)
      let area = dimension == 2 ? face : face * face * sine(Double(place.polar))
      result.append((cell + polarCount * azimuthCount, area / (widths.radius * widths.radius)))
    }
    if place.polar + 1 < polarCount {
      let area = sine(Double(place.polar) + 0.5)
      result.append((cell + azimuthCount, area / (widths.polar * widths.polar)))
    }
    let around = place.azimuth + 1 < azimuthCount ? cell + 1 : cell + 1 - azimuthCount
    let distance = sine(Double(place.polar)) * (dimension == 2 ? r : 1)
    result.append((around, 1 / (distance * widths.azimuth * widths.azimuth)))
    return result
  }
}
