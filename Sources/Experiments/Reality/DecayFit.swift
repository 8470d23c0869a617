import Foundation
import GSL
import Stochastic

/// The rate at which a measured mean approaches its limit at late times:
/// y(t) = a e^(−λt) + Σ c_i e^(−λ_i t), a and λ free, the faster modes given.
///
/// Generalised least squares with the covariance between times, which is that of means over the same paths.
public struct DecayFit: Sendable {
  /// λ
  public let rate: Estimate
  /// a e^(−λt) at the first time of the window
  public let amplitude: Double
  /// Faster modes of known amplitude, from the spectrum of the generator
  public let faster: [VisibleMode]
  /// The first and the last time that were used
  public let window: ClosedRange<Double>
  /// How many times were used
  public let times: Int
  /// Of the residuals
  public let chiSquared: Double
  public let degreesOfFreedom: Int
  /// The probability of a larger χ² if the model is right
  public let probability: Double

  /// The fitted curve.
  public func value(at time: Double) -> Double {
    amplitude * exp(-rate.value * (time - window.lowerBound)) + faster.deviation(at: time)
  }

  /// - Parameters:
  ///   - covariance: of the values, row by row
  ///   - guess: of λ, positive
  /// - Throws: the errors of the eigensolver and of the minimiser.
  init(
    times: [Double], values: [Double], covariance: [Double], guess: Double, faster: [VisibleMode] = []
  ) throws {
    let model = try WhitenedDecay(
      times: times, values: zip(times, values).map { $1 - faster.deviation(at: $0) },
      covariance: covariance)
    let best = try minimize(from: [guess], initialStep: 0.05 * guess, gradientTolerance: 1e-7) {
      point, gradient in
      let profile = model.profile(rate: point[0])
      gradient?[0] = profile.slope
      return profile.chiSquared
    }
    let profile = model.profile(rate: best.point[0])
    rate = Estimate(value: best.point[0], standardError: profile.standardError)
    amplitude = profile.amplitude
    self.faster = faster
    window = times[0]...times[times.count - 1]
    self.times = times.count
    chiSquared = profile.chiSquared
    degreesOfFreedom = times.count - 2
    probability = try ChiSquared(degreesOfFreedom: Double(max(degreesOfFreedom, 1))).survival(chiSquared)
  }
}

/// The data in coordinates in which their errors are independent and of size 1.
private struct WhitenedDecay {
  /// Since the first time
  let elapsed: [Double]
  /// Rows of Σ^(−1/2)
  let transform: [[Double]]
  let target: [Double]

  init(times: [Double], values: [Double], covariance: [Double]) throws {
    let system = try symmetricEigensystem(covariance)
    let least = 1e-13 * (system.values.last ?? 0)
    let transform = system.values.indices.filter { system.values[$0] > least }.map { k in
      system.vectors[k].map { $0 / system.values[k].squareRoot() }
    }
    elapsed = times.map { $0 - times[0] }
    self.transform = transform
    target = transform.map { dot($0, values) }
  }

  struct Profile {
    /// χ² at the best a
    let chiSquared: Double
    /// dχ²/dλ
    let slope: Double
    let amplitude: Double
    /// Of λ, with a free: 1/‖the part of ∂y/∂λ that a cannot imitate‖
    let standardError: Double
  }

  /// The best a at one λ.
  func profile(rate: Double) -> Profile {
    let decay = elapsed.map { exp(-rate * $0) }
    let column = transform.map { dot($0, decay) }
    let square = dot(column, column)
    let amplitude = dot(column, target) / square
    let residual = zip(target, column).map { $0 - amplitude * $1 }
    let change = zip(elapsed, decay).map { -amplitude * $0 * $1 }
    let direction = transform.map { dot($0, change) }
    let share = dot(direction, column) / square
    let rest = zip(direction, column).map { $0 - share * $1 }
    return Profile(
      chiSquared: dot(residual, residual), slope: -2 * dot(residual, direction), amplitude: amplitude,
      standardError: 1 / dot(rest, rest).squareRoot())
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
