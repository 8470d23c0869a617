import Foundation
import Guarantees
import Stochastic

/// V_s along a few rays, over the radii at which it turns from what it is near the minima to what it is far out.
struct VillaniFan {
  /// Both directions on the line; above, random ones
  let rays: [VillaniRay]

  private static let directionCount = 6
  private static let pointsPerRay = 241

  init<P: StudiedPotential>(
    _ potential: P, learningRate: Double, bounds: [VillaniLowerBound], seed: UInt64
  ) throws {
    let dimension = potential.dimension
    let directions =
      dimension == 1
      ? [[1], [-1]]
      : (0..<Self.directionCount).map {
        DataSet.normalVector(count: dimension, norm: 1, seed: seed &+ UInt64($0))
      }
    let radii = Self.radii(bounds)
    rays = try directions.map {
      try VillaniRay(of: potential, learningRate: learningRate, direction: $0, radii: radii)
    }
  }

  /// From a hundredth to ten times the radius from which the best bound proves V_s > 0; 0.01 to 1000 if none does.
  private static func radii(_ bounds: [VillaniLowerBound]) -> [Double] {
    let proved = bounds.compactMap(\.positivityRadius).filter { $0 > 1e-6 && $0 < 1e12 }.min()
    let (low, high) = proved.map { (0.01 * min($0, 1), 10 * max($0, 1)) } ?? (0.01, 1000)
    return (0..<pointsPerRay).map { place in
      low * pow(high / low, Double(place) / Double(pointsPerRay - 1))
    }
  }
}
