import Foundation
import Stochastic
import Testing

/// Dynamics made of samples on least squares, against the exact recursions of their second moments, in which every batch is
/// enumerated. Gate: 4.5 standard errors of E L at every time, at 200,000 paths.
@Suite struct MinibatchMomentTests {
  static let s = 0.4
  static let start = [1.5, -1.0]
  /// s, 3s, 10s
  static let steps = [1, 3, 10]

  /// All batches, equally likely.
  static func batches(_ b: Int, _ sampling: Sampling) -> [[Int]] {
    var batches: [[Int]] = [[]]
    for _ in 0..<b {
      batches = batches.flatMap { batch in
        (0..<4).filter { sampling == .withReplacement || !batch.contains($0) }.map { batch + [$0] }
      }
    }
    return batches
  }

  private func measured(_ dynamics: Dynamics, seed: UInt64) throws -> [Estimate] {
    let state = try simulate(
      LeastSquares.example, learningRate: Self.s, initial: .point(Self.start),
      times: Self.steps.map { Self.s * Double($0) }, curves: [dynamics], paths: 200_000, seed: seed)
    return Self.steps.indices.map { state.mean(curve: 0, time: $0) }
  }

  static let cases: [(batch: Int, sampling: Sampling)] = [
    (1, .withReplacement), (2, .withReplacement), (2, .withoutReplacement), (3, .withoutReplacement),
  ]

  /// The covariance SDE in m steps for one of SGD: m = 1, 4, and a dt that does not divide s.
  @Test(arguments: cases, [1, 4, 7]) func covarianceSDE(
    setting: (batch: Int, sampling: Sampling), steps m: Int
  ) throws {
    let (b, sampling) = setting
    let h = Self.s / Double(m)
    let means = try measured(
      .covarianceSDE(batch: b, sampling: sampling, stepSize: h), seed: 9000 + UInt64(m))
    var exact = SecondMoments(LeastSquares.example, start: Self.start)
    let c = sampling == .withReplacement ? 1 / Double(b) : Double(4 - b) / Double(3 * b)
    for k in 1...10 {
      for _ in 0..<m { exact.diffuse(stepSize: h, learningRate: Self.s, factor: c) }
      guard let place = Self.steps.firstIndex(of: k) else { continue }
      expect(means[place], near: exact.meanLoss, "\(b) \(sampling), \(m) steps, k = \(k)")
    }
  }

  /// The minibatch gradient has the covariance c C: one step of SGD has the second moments of one of the SDE at dt = s.
  @Test(arguments: cases) func covarianceFactor(setting: (batch: Int, sampling: Sampling)) {
    let (b, sampling) = setting
    let start = SecondMoments(LeastSquares.example, start: Self.start)
    var (drawn, normal) = (start, start)
    drawn.step(forces: Self.batches(b, sampling).map { start.gradient($0).map { $0.map { -Self.s * $0 } } })
    let factor = sampling.covarianceFactor(samples: 4, batch: b) ?? .nan
    normal.diffuse(stepSize: Self.s, learningRate: Self.s, factor: factor)
    #expect(abs(drawn.meanLoss / normal.meanLoss - 1) < 1e-13)
    #expect(Sampling.reshuffle.covarianceFactor(samples: 4, batch: b) == nil)
  }

  @Test(arguments: cases, [1, 2, 5]) func svag(setting: (batch: Int, sampling: Sampling), refinement l: Int)
    throws
  {
    let (b, sampling) = setting
    let means = try measured(.svag(refinement: l, batch: b, sampling: sampling), seed: 9100 + UInt64(l))
    let exact = Self.exactSVAG(b, sampling, l)
    for (place, k) in Self.steps.enumerated() {
      expect(means[place], near: exact[k - 1], "\(b) \(sampling), l = \(l), k = \(k)")
    }
  }

  /// E L after 1 … 10 steps of SGD's.
  static func exactSVAG(_ b: Int, _ sampling: Sampling, _ l: Int) -> [Double] {
    var exact = SecondMoments(LeastSquares.example, start: start)
    let root = Double(2 * l - 1).squareRoot()
    let (alpha, beta) = (-s / Double(l) * (1 + root) / 2, -s / Double(l) * (1 - root) / 2)
    let gradients = batches(b, sampling).map { exact.gradient($0) }
    let forces = gradients.flatMap { first in
      gradients.map { second in
        zip(first, second).map { one, other in zip(one, other).map { alpha * $0 + beta * $1 } }
      }
    }
    return (1...10).map { _ in
      for _ in 0..<l { exact.step(forces: forces) }
      return exact.meanLoss
    }
  }

  /// Exactly, without chance: SVAG's distance from the covariance SDE (Euler–Maruyama at dt = s/4096) falls like 1/l. Slopes
  /// in log l between −1.1 and −0.9.
  @Test(arguments: cases) func svagTendsToTheCovarianceSDE(setting: (batch: Int, sampling: Sampling)) {
    let (b, sampling) = setting
    var limit = SecondMoments(LeastSquares.example, start: Self.start)
    let factor = sampling.covarianceFactor(samples: 4, batch: b) ?? .nan
    for _ in 0..<4096 { limit.diffuse(stepSize: Self.s / 4096, learningRate: Self.s, factor: factor) }
    let errors = [4, 8, 16].map { abs(Self.exactSVAG(b, sampling, $0)[0] - limit.meanLoss) }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      let slope = log2(fine / coarse)
      #expect(slope > -1.1 && slope < -0.9, "slope \(slope)")
    }
  }

  /// The heavy ball with weight decay, and with a decaying rate.
  @Test(
    arguments: cases,
    [
      SGDVariant(momentum: 0.7), SGDVariant(momentum: 0.4, weightDecay: 0.3),
      SGDVariant(decay: LearningRateDecay(exponent: 1, steps: 2)),
    ])
  func variants(setting: (batch: Int, sampling: Sampling), variant: SGDVariant) throws {
    let (b, sampling) = setting
    let means = try measured(.sgd(batch: b, sampling: sampling, variant: variant), seed: 9200)
    var exact = SecondMoments(LeastSquares.example, start: Self.start)
    for k in 1...10 {
      let rate = Self.s / (variant.decay.map { pow(1 + Double(k - 1) / $0.steps, $0.exponent) } ?? 1)
      let forces = Self.batches(b, sampling).map { batch in
        exact.gradient(batch).enumerated().map { row, values in
          values.enumerated().map { column, value in
            -rate * (column == row ? value + variant.weightDecay : value)
          }
        }
      }
      exact.step(momentum: variant.momentum, forces: forces)
      guard let place = Self.steps.firstIndex(of: k) else { continue }
      expect(means[place], near: exact.meanLoss, "\(b) \(sampling), \(variant), k = \(k)")
    }
  }
}
