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

  /// From a hundredth of the radius from which the best bound proves V_s > 0 to ten times that, or three times that of the
  /// last bound that does; 0.01 to 1000 if none does.
  private static func radii(_ bounds: [VillaniLowerBound]) -> [Double] {
    let proved = bounds.compactMap(\.positivityRadius).filter { $0 > 1e-6 && $0 < 1e12 }
    let (first, last) = (proved.min() ?? 1, proved.max() ?? 100)
    let (low, high) = (0.01 * min(first, 1), 10 * max(first, 0.3 * last, 1))
    return (0..<pointsPerRay).map { place in
      low * pow(high / low, Double(place) / Double(pointsPerRay - 1))
    }
  }
}
