import Foundation
import Gibbs
import Stochastic
import Testing

/// The Neumann gap of the Ornstein–Uhlenbeck generator on balls.
@Suite struct OrnsteinUhlenbeckBallTests {
  /// ν = λ(1 + δ) with δ the first zero of M(−δ/2, b, z) + 2z M′(−δ/2, b, z), b = 1 + D/2, z = λR²/s, found by mpmath
  /// with forty digits.
  @Test(arguments: [
    (1, 0.01, 122.87070846785496819), (1, 1, 0.79845983203205669378), (1, 10, 0.00015280197572110951492),
    (5, 0.5, 5.5478075971971894746), (5, 6, 0.064753491606017995537), (50, 1, 24.559631365299086926),
    (50, 20, 0.38091943470611432259), (50, 30, 0.061094359005344305795),
    (50, 60, 1.5811089158096660923e-7), (50, 150, 1.1633565297696394457e-36),
  ])
  func kummer(dimension: Int, z: Double, excess: Double) throws {
    let (regularization, learningRate) = (0.7, 0.3)
    let route = try QuadraticVillani(
      Quadratic(dimension: dimension, regularization: regularization), learningRate: learningRate)
    let gap = try route.neumannGap(radius: (z * learningRate / regularization).squareRoot())
    let truth = regularization * (1 + excess)
    #expect((gap.value - truth).magnitude <= gap.error + 1e-15 * truth)
    #expect(gap.error <= 2e-13 * truth)
  }

  /// As R → 0 the gap is that of the Laplacian: (s/2)(p/R)², p the first zero of (x^(1−D/2) J_{D/2}(x))′; π/2 on the
  /// line, 1.841183781340659 in the plane, 2.081575977818101 in space (Abramowitz and Stegun, tables 9.5 and 10.6).
  @Test(arguments: [(1, 0.5 * Double.pi), (2, 1.841_183_781_340_659), (3, 2.081_575_977_818_101)])
  func smallBalls(dimension: Int, zero: Double) throws {
    let route = try QuadraticVillani(Quadratic(dimension: dimension, regularization: 1), learningRate: 2)
    let gap = try route.neumannGap(radius: 1e-6)
    #expect((gap.value * 1e-12 / (zero * zero) - 1).magnitude < 1e-11)
  }

  /// From λR²/s ≈ 745 on e^(−z) is no double; the gap is λ there, and is at least λ everywhere, the ball being convex.
  @Test(arguments: [700.0, 760, 1e4, 1e12])
  func largeBalls(z: Double) throws {
    let route = try QuadraticVillani(Quadratic(dimension: 5, regularization: 0.7), learningRate: 0.7)
    let gap = try route.neumannGap(radius: z.squareRoot())
    #expect((gap.value - 0.7).magnitude <= gap.error && gap.error < 1e-15)
  }

  /// Shooting: the solution of (s/2)(f″ + (D − 1)/r f′ − (D − 1)/r² f) − λr f′ = −νf with f ~ r has f′ > 0 up to the edge
  /// if ν is just below the gap, and not if it is just above.
  @Test(arguments: [1, 2, 5, 50], [0.3, 1, 1.6])
  func shooting(dimension: Int, scale: Double) throws {
    let (regularization, learningRate) = (0.7, 0.2)
    let route = try QuadraticVillani(
      Quadratic(dimension: dimension, regularization: regularization), learningRate: learningRate)
    let radius = scale * (Double(dimension) * learningRate / regularization).squareRoot()
    let gap = try route.neumannGap(radius: radius).value
    let shot = Shot(
      dimension: Double(dimension), regularization: regularization, learningRate: learningRate)
    let width = max(1e-8 * (gap - regularization), 1e-13 * gap)
    #expect(shot.leastSlope(gap - width, radius: radius) > 0)
    #expect(shot.leastSlope(gap + width, radius: radius) < 0)
  }

  /// f = r g(log r): g″ + (D − 2λr²/s) g′ + (2(ν − λ)/s) r² g = 0, where g ~ 1 − (ν − λ)r²/(s(D + 2)) at the origin.
  private struct Shot {
    let dimension: Double
    let regularization: Double
    let learningRate: Double

    /// The least f′ = g + g′ at the nodes of a Runge–Kutta method of order four.
    func leastSlope(_ eigenvalue: Double, radius: Double) -> Double {
      let (stepCount, span) = (30_000, 6.0)
      let h = span / Double(stepCount)
      let growth = 2 * (eigenvalue - regularization) / learningRate
      func curvature(_ time: Double, _ g: Double, _ slope: Double) -> Double {
        let square = radius * radius * exp(2 * (time - span))
        return -(dimension - 2 * regularization * square / learningRate) * slope - growth * square * g
      }
      let start = growth * radius * radius * exp(-2 * span) / (dimension + 2)
      var (g, slope, least) = (1 - 0.5 * start, -start, Double.infinity)
      for step in 0..<stepCount {
        let time = Double(step) * h
        let (a1, b1) = (slope, curvature(time, g, slope))
        let (a2, b2) = (
          slope + 0.5 * h * b1, curvature(time + 0.5 * h, g + 0.5 * h * a1, slope + 0.5 * h * b1)
        )
        let (a3, b3) = (
          slope + 0.5 * h * b2, curvature(time + 0.5 * h, g + 0.5 * h * a2, slope + 0.5 * h * b2)
        )
        let (a4, b4) = (slope + h * b3, curvature(time + h, g + h * a3, slope + h * b3))
        g += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        slope += h / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
        least = min(least, g + slope)
      }
      return least
    }
  }
}
