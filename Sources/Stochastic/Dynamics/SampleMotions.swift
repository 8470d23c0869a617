/// n independent Brownian motions, one for each sample, that follow the minibatches of SGD.
///
/// Over SGD's step number k, the time [ks, (k+1)s], the increments are √s ξ, where ξ are n normals arranged by `RankCoupling`
/// so that samples which SGD draws more often in that step have the larger ones. ξ is exactly N(0, I) and independent
/// from step to step: the motions are Brownian, and yet correlated with SGD's noise. Inside [ks, (k+1)s] the path is a Brownian
/// bridge, sampled in order: what is left of the sum S over a remaining time τ gives over the next h ≤ τ
///
///     Δβ = S h/τ + √(h(τ − h)/τ) z,   z ~ N(0, I).
///
/// So any steps will do; they need not divide s. SGD's own random numbers are read, never changed.
struct SampleMotions {
  private let learningRate: Double
  private var sampler: BatchSampler
  private var sums: LaneRandom
  private var bridges: NormalSequence
  private let coupling: RankCoupling
  private let storage: LaneStorage
  private let samples: Int
  /// What is left of the current interval: time, and increments
  private var remaining = 0.0
  private let rest: LaneVector
  private var interval: UInt64 = 0
  private var piece: UInt64 = 0

  /// Times closer than this, in units of a step, are one.
  private static let tolerance = 1e-9

  init(_ settings: EnsembleSettings, samples: Int, batch: Int, sampling: Sampling) throws {
    self.samples = samples
    learningRate = settings.learningRate
    sampler = try BatchSampler(settings, samples: samples, batch: batch, sampling: sampling)
    sums = try settings.random(for: .sampleNoise)
    bridges = try NormalSequence(settings, purpose: .sampleBridges, dimension: samples)
    coupling = RankCoupling(count: samples)
    storage = LaneStorage(count: samples)
    rest = storage.vector
  }

  mutating func begin(firstPath: UInt64) {
    sampler.begin(firstPath: firstPath)
    sums.begin(firstPath: firstPath)
    bridges.begin(firstPath: firstPath)
    (remaining, interval, piece) = (0, 0, 0)
  }

  /// Writes the increments over the next `duration` into `increment`, n lanes.
  mutating func advance(over duration: Double, into increment: LaneVector) {
    increment.fill(.zero)
    let negligible = Self.tolerance * duration
    var left = duration
    while left > negligible {
      if remaining <= negligible { beginInterval() }
      if left < remaining - negligible {
        bridge(left, into: increment)
        return
      }
      for i in 0..<samples { increment.base[i] += rest.base[i] }
      left -= remaining
      remaining = 0
    }
  }

  /// Draws the increments over the next step of SGD.
  private mutating func beginInterval() {
    sums.normals(into: rest, step: interval, dimension: samples)
    coupling.arrange(rest, as: sampler.draw(step: interval))
    let scale = Lanes(repeating: learningRate.squareRoot())
    for i in 0..<samples { rest.base[i] *= scale }
    remaining = learningRate
    interval += 1
  }

  /// Goes on by `duration` inside the interval.
  private mutating func bridge(_ duration: Double, into increment: LaneVector) {
    let z = bridges.vector(piece)
    piece += 1
    let share = Lanes(repeating: duration / remaining)
    let scale = Lanes(repeating: (duration * (remaining - duration) / remaining).squareRoot())
    for i in 0..<samples {
      let part = (share * rest.base[i]).adding(scale, times: z.base[i])
      increment.base[i] += part
      rest.base[i] -= part
    }
    remaining -= duration
  }
}
