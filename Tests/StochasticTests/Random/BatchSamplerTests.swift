import GSL
import Testing

@testable import Stochastic

/// How minibatches are drawn; chi-square tests with p above 1e-4 each, fixed seeds.
@Suite struct BatchSamplerTests {
  private func sampler(
    _ samples: Int, _ batch: Int, _ sampling: Sampling, generator: RandomGenerator = .philox,
    seed: UInt64 = 81
  ) throws -> BatchSampler {
    let settings = EnsembleSettings(
      learningRate: 0.1, initial: .point([0]), times: [1], seed: seed, generator: generator)
    return try BatchSampler(settings, samples: samples, batch: batch, sampling: sampling)
  }

  /// Batches of all sixteen paths at steps 0 ..< steps: (step, lane) -> indices.
  private func draws(
    _ sampler: BatchSampler, firstPath: UInt64, steps: Int
  ) -> [[[Int]]] {
    var sampler = sampler
    sampler.begin(firstPath: firstPath)
    return (0..<steps).map { step in
      let batch = sampler.draw(step: UInt64(step))
      return (0..<16).map { lane in batch.map { Int($0[lane]) } }
    }
  }

  @Test(arguments: [(1, 1), (5, 3), (8, 11), (33, 4), (100, 6), (5000, 3)])
  func withReplacement(samples: Int, batch: Int) throws {
    let all = draws(try sampler(samples, batch, .withReplacement), firstPath: 0, steps: 5000).flatMap { $0 }
    for slot in 0..<batch {
      var counts = [Int](repeating: 0, count: samples)
      for indices in all { counts[indices[slot]] += 1 }
      guard samples > 1 else { continue }
      #expect(try chiSquarePValue(counts, expected: Double(all.count) / Double(samples)) > 1e-4)
    }
  }

  /// Chi-square test that all 25 pairs of indices modulo 5 are equally likely.
  private func checkPairs(_ pairs: [(Int, Int)], sourceLocation: SourceLocation = #_sourceLocation) throws {
    var counts = [Int](repeating: 0, count: 25)
    for (first, second) in pairs { counts[5 * (first % 5) + second % 5] += 1 }
    #expect(
      try chiSquarePValue(counts, expected: Double(pairs.count) / 25) > 1e-4, sourceLocation: sourceLocation)
  }

  /// Slots of a batch are independent: of one fraction, and of two (n = 100 gives four indices a fraction, n = 5000 one).
  @Test(arguments: [5, 100, 5000], [(0, 1), (2, 3), (3, 4), (0, 4), (0, 8), (7, 8)])
  func slotsAreIndependent(samples: Int, slots: (Int, Int)) throws {
    let all = draws(try sampler(samples, 9, .withReplacement), firstPath: 0, steps: 5000).joined()
    try checkPairs(all.map { ($0[slots.0], $0[slots.1]) })
  }

  /// Steps are independent, whether they share a call of the generator (n = 5: two of them; n = 5000: four, one or none,
  /// b being the words a step takes) or have calls made together or apart.
  @Test(arguments: [(5, 1), (5, 2), (5000, 1), (5000, 3), (5000, 4), (5000, 5)], Array(0..<8))
  func stepsAreIndependent(shape: (Int, Int), place: Int) throws {
    let all = draws(try sampler(shape.0, shape.1, .withReplacement), firstPath: 0, steps: 8000)
    for later in [1, 2, 4] {
      try checkPairs(
        stride(from: place, to: all.count - later, by: 8).flatMap { step in
          (0..<16).map { (all[step][$0][0], all[step + later][$0][0]) }
        })
    }
  }

  @Test(arguments: [
    (5, 2), (5, 5), (8, 3), (16, 16), (17, 17), (40, 17), (1, 1), (40, 25), (64, 64), (65, 24), (100, 5),
    (65, 25), (70, 70),
  ])
  func subsetsAreDistinct(samples: Int, batch: Int) throws {
    for indices in draws(try sampler(samples, batch, .withoutReplacement), firstPath: 0, steps: 500).joined()
    {
      #expect(Set(indices).count == batch)
      #expect(indices.allSatisfy { (0..<samples).contains($0) })
    }
  }

  /// Each of the pairs is equally likely, in whichever way they are drawn.
  @Test(arguments: [5, 20, 66]) func subsetsAreEquallyLikely(samples: Int) throws {
    var counts: [Set<Int>: Int] = [:]
    let all = draws(try sampler(samples, 2, .withoutReplacement), firstPath: 0, steps: 5000).flatMap { $0 }
    for indices in all { counts[Set(indices), default: 0] += 1 }
    let pairs = samples * (samples - 1) / 2
    #expect(counts.count == pairs)
    #expect(try chiSquarePValue(Array(counts.values), expected: Double(all.count) / Double(pairs)) > 1e-4)
  }

  /// Of all but one each sample is left out equally often, and none is left out twice running more often than by chance:
  /// a shuffle that begins anew has forgotten the last one, or does not mind it.
  @Test(arguments: [12, 28, 66]) func largeSubsetsAreEquallyLikely(samples: Int) throws {
    let steps = draws(try sampler(samples, samples - 1, .withoutReplacement), firstPath: 0, steps: 4000)
    let missing = steps.map { $0.map { (samples - 1) * samples / 2 - $0.reduce(0, +) } }
    let counts = missing.joined().reduce(into: Array(repeating: 0, count: samples)) { $0[$1] += 1 }
    #expect(try chiSquarePValue(counts, expected: Double(16 * 4000) / Double(samples)) > 1e-4)
    let repeats = zip(missing, missing.dropFirst()).reduce(0) { sum, pair in
      sum + zip(pair.0, pair.1).count { $0 == $1 }
    }
    let (trials, chance) = (Double(16 * 3999), 1 / Double(samples))
    #expect(abs(Double(repeats) - trials * chance) < 4.5 * (trials * chance * (1 - chance)).squareRoot())
  }

  /// An epoch of floor(n/b) batches uses no sample twice, and every sample if b divides n.
  @Test(arguments: [(6, 2), (6, 6), (7, 3), (16, 16), (16, 5), (17, 17), (33, 4), (5, 1), (3, 2)])
  func epochsArePermutations(samples: Int, batch: Int) throws {
    let perEpoch = samples / batch
    let steps = draws(try sampler(samples, batch, .reshuffle), firstPath: 0, steps: 20 * perEpoch)
    for lane in 0..<16 {
      for epoch in 0..<20 {
        let used = steps[(epoch * perEpoch)..<((epoch + 1) * perEpoch)].flatMap { $0[lane] }
        #expect(used.count == perEpoch * batch)
        #expect(Set(used).count == used.count)
        #expect(used.allSatisfy { (0..<samples).contains($0) })
      }
    }
  }

  /// n = 4, b = 2: in each of the first three epochs all 24 orders are equally likely, also given the epoch before.
  @Test(arguments: 0..<3) func ordersAreEquallyLikely(epoch: Int) throws {
    let sampler = try sampler(4, 2, .reshuffle)
    var orders: [[Int]: Int] = [:]
    var leaders: [[Int]: Int] = [:]
    for block in 0..<1500 as Range<UInt64> {
      let steps = draws(sampler, firstPath: 16 * block, steps: 6)
      for lane in 0..<16 {
        orders[steps[2 * epoch][lane] + steps[2 * epoch + 1][lane], default: 0] += 1
        leaders[[steps[2 * epoch][lane][0], steps[(2 * epoch + 2) % 6][lane][0]], default: 0] += 1
      }
    }
    #expect(orders.count == 24)
    #expect(try chiSquarePValue(Array(orders.values), expected: 1000) > 1e-4)
    #expect(leaders.count == 16)
    #expect(try chiSquarePValue(Array(leaders.values), expected: 1500) > 1e-4)
  }

  /// More than sixteen samples, n = 20 and b = 5: every place of an epoch takes each sample equally often, and successive
  /// places each pair.
  @Test(arguments: [4, 9, 14, 18]) func longEpochsAreEquallyLikely(place: Int) throws {
    let sampler = try sampler(20, 5, .reshuffle)
    var pairs: [[Int]: Int] = [:]
    var counts = [Int](repeating: 0, count: 20)
    for block in 0..<2000 as Range<UInt64> {
      // the second epoch
      let steps = draws(sampler, firstPath: 16 * block, steps: 8).dropFirst(4)
      for lane in 0..<16 {
        let order = steps.flatMap { $0[lane] }
        counts[order[place]] += 1
        pairs[[order[place], order[place + 1]], default: 0] += 1
      }
    }
    #expect(try chiSquarePValue(counts, expected: 1600) > 1e-4)
    #expect(pairs.count == 380)
    #expect(try chiSquarePValue(Array(pairs.values), expected: 32000.0 / 380) > 1e-4)
  }

  /// n = b = 5, all from one fraction: each of the 120 orders is equally likely, at steps that share a call too.
  @Test(arguments: 0..<2) func fullOrdersAreEquallyLikely(step: Int) throws {
    let sampler = try sampler(5, 5, .reshuffle)
    var orders: [[Int]: Int] = [:]
    for block in 0..<1500 as Range<UInt64> {
      for order in draws(sampler, firstPath: 16 * block, steps: 2)[step] { orders[order, default: 0] += 1 }
    }
    #expect(orders.count == 120)
    #expect(try chiSquarePValue(Array(orders.values), expected: 200) > 1e-4)
  }

  /// Samples left over by an epoch have their turn: over many epochs of n = 5, b = 2 all are used equally often.
  @Test func remaindersTakeTurns() throws {
    // each path's first batch of its tenth epoch, so that counts are independent
    var counts = [Int](repeating: 0, count: 5)
    let sampler = try sampler(5, 2, .reshuffle)
    for block in 0..<1000 as Range<UInt64> {
      for indices in draws(sampler, firstPath: 16 * block, steps: 19)[18] { counts[indices[0]] += 1 }
    }
    #expect(try chiSquarePValue(counts, expected: 3200) > 1e-4)
  }

  /// A path draws the same batches whichever lane of a block it is, after whatever the sampler did before.
  @Test(arguments: Sampling.allCases, [RandomGenerator.philox, .gsl(.philox)])
  func blocksDoNotMatter(sampling: Sampling, generator: RandomGenerator) throws {
    for (samples, batch) in [(9, 4), (40, 10), (100, 30), (5000, 3)] {
      try blocksDoNotMatter(samples, batch, sampling, generator)
    }
  }

  private func blocksDoNotMatter(
    _ samples: Int, _ batch: Int, _ sampling: Sampling, _ generator: RandomGenerator
  ) throws {
    let sampler = try sampler(samples, batch, sampling, generator: generator)
    let base = draws(sampler, firstPath: 100, steps: 11)
    for offset in [1, 7, 15] {
      let shifted = draws(sampler, firstPath: UInt64(100 - offset), steps: 11)
      for step in 0..<11 { #expect(base[step][0] == shifted[step][offset]) }
    }
    #expect(
      base
        != draws(
          try self.sampler(samples, batch, sampling, generator: generator, seed: 82), firstPath: 100,
          steps: 11))
  }
}
