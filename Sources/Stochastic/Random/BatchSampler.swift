/// Sample indices in sixteen lanes.
public typealias LaneIndices = SIMD16<UInt64>

/// Draws the minibatches of sixteen paths, each path its own.
///
/// Random bits are made into a fraction u of F bits. An index below m is ⌊u·m⌋, and what is left, u·m − ⌊u·m⌋, is the
/// fraction for the next index: several indices come out of one, as many as leave the probability of each within 2⁻³² of
/// what it should be. F is the largest for which u·m fits in 64 bits; from 4096 samples on it is 32, for one index.
struct BatchSampler {
  private let samples: Int
  private var random: LaneRandom
  private let memory: Memory
  private let scheme: Scheme
  /// After how many batches a shuffle begins again
  private let batchesPerEpoch: UInt64
  /// How subsets and permutations are drawn
  private let method: Method

  private enum Method { case independent, floyd, packedShuffle, shuffle }

  /// How many indices a fraction gives, and how many words a step takes.
  private struct Scheme {
    let fractionBits: Int
    let indicesPerFraction: Int
    let fractionsPerStep: Int
    /// Few words: several steps share the four of a Philox call.
    let stepsTogether: Int

    var wordsPerFraction: Int { fractionBits == 32 ? 1 : 2 }
    var words: Int { wordsPerFraction * fractionsPerStep * stepsTogether }

    /// `shrinking`: every index has a smaller bound than the one before, or has when they are taken in reverse.
    init(samples: Int, batch: Int, shrinking: Bool) {
      fractionBits = samples < 4096 ? samples.leadingZeroBitCount : 32
      // the k-th index of a fraction is off by less than the first k − 1 bounds' product times 2^−F
      var (indices, bound, product) = (1, samples, samples)
      while product <= 1 << (fractionBits - 32) && indices < batch {
        indices += 1
        bound -= shrinking ? 1 : 0
        product *= bound
      }
      indicesPerFraction = indices
      fractionsPerStep = (batch + indices - 1) / indices
      stepsTogether = max(1, 4 / ((fractionBits == 32 ? 1 : 2) * fractionsPerStep))
    }
  }

  /// Floyd's algorithm compares every draw with all before it: beyond this many a shuffle is quicker.
  private static let largestSubset = 24

  /// Owns the buffers: words, the batch, and what without-replacement sampling has to remember.
  private final class Memory {
    let words: UnsafeMutableBufferPointer<SIMD16<UInt64>>
    /// The first of the steps whose words are there
    var firstStep: UInt64?
    let batch: UnsafeMutableBufferPointer<LaneIndices>
    let chosen: LaneStorage
    /// A permutation of the samples for every lane: place m of lane l at 16 m + l
    let permutation: UnsafeMutableBufferPointer<UInt32>
    /// The same for at most sixteen samples: place m in bits 4m … 4m + 3
    var packed = LaneIndices.zero

    init(words: Int, batch: Int, permutation: Int) {
      self.words = .allocate(capacity: words)
      self.words.initialize(repeating: .zero)
      self.batch = .allocate(capacity: batch)
      self.batch.initialize(repeating: .zero)
      chosen = LaneStorage(count: batch)
      self.permutation = .allocate(capacity: 16 * permutation)
      self.permutation.initialize(repeating: 0)
    }

    deinit {
      words.deallocate()
      batch.deallocate()
      permutation.deallocate()
    }
  }

  init(
    _ settings: EnsembleSettings, samples: Int, batch: Int, sampling: Sampling,
    purpose: Purpose = .minibatches
  ) throws {
    self.samples = samples
    random = try settings.random(for: purpose)
    scheme = Scheme(
      samples: samples, batch: batch, shrinking: sampling != .withReplacement)
    batchesPerEpoch = sampling == .reshuffle ? UInt64(samples / batch) : 1
    method =
      switch sampling {
      case .withReplacement: .independent
      case .reshuffle: samples <= 16 ? .packedShuffle : .shuffle
      case .withoutReplacement:
        samples <= 16 ? .packedShuffle : batch <= Self.largestSubset ? .floyd : .shuffle
      }
    memory = Memory(words: scheme.words, batch: batch, permutation: method == .shuffle ? samples : 0)
  }

  mutating func begin(firstPath: UInt64) {
    random.begin(firstPath: firstPath)
    memory.firstStep = nil
    memory.packed = LaneIndices(repeating: 0xFEDC_BA98_7654_3210)
    for place in memory.permutation.indices { memory.permutation[place] = UInt32(place / 16) }
  }

  /// The batches of all sixteen paths at step number `step`.
  func draw(step: UInt64) -> UnsafeBufferPointer<LaneIndices> {
    let together = UInt64(scheme.stepsTogether)  // 1, 2 or 4
    let place = Int(step & (together - 1))
    if memory.firstStep != step - UInt64(place) {
      random.words(into: memory.words, step: step >> UInt64(together.trailingZeroBitCount))
      memory.firstStep = step - UInt64(place)
    }
    let first = place * scheme.fractionsPerStep * scheme.wordsPerFraction
    switch method {
    case .independent: fillBatch(from: first, bound: { _ in samples })
    case .floyd: drawSubset(from: first)
    case .packedShuffle: packedShuffle(from: first, at: shuffleStart(step))
    case .shuffle: shuffle(from: first, at: shuffleStart(step))
    }
    return UnsafeBufferPointer(memory.batch)
  }

  /// The place in the permutation at which this step's batch begins.
  private func shuffleStart(_ step: UInt64) -> Int {
    guard batchesPerEpoch > 1 else { return 0 }
    return Int(step % batchesPerEpoch) * memory.batch.count
  }

  /// Writes an index below `bound(m)` to place m of the batch, from the words at `first` on.
  @inline(always)
  private func fillBatch(from first: Int, bound: (Int) -> Int) {
    let bits = UInt64(scheme.fractionBits)
    let mask = SIMD16<UInt64>(repeating: (1 << bits) - 1)
    var word = first
    var m = 0
    while m < memory.batch.count {
      var fraction = memory.words[word]
      if bits > 32 {
        fraction = ((fraction &<< 32) | memory.words[word + 1]) &>> SIMD16(repeating: 64 - bits)
      }
      word += scheme.wordsPerFraction
      let end = min(m + scheme.indicesPerFraction, memory.batch.count)
      while m < end {
        let product = fraction &* SIMD16(repeating: UInt64(bound(m)))
        memory.batch[m] = product &>> SIMD16(repeating: bits)
        fraction = product & mask
        m += 1
      }
    }
  }

  /// Floyd's algorithm: for j = n−b, …, n−1 draw t ≤ j and take t, or j if t was taken already.
  private func drawSubset(from word: Int) {
    let chosen = memory.chosen.vector
    let first = samples - memory.batch.count
    fillBatch(from: word, bound: { first + $0 + 1 })
    for m in memory.batch.indices {
      var t = memory.batch[m].smallCount
      for earlier in 0..<m {
        t.replace(with: Lanes(repeating: Double(first + m)), where: t .== chosen.base[earlier])
      }
      chosen.base[m] = t
      memory.batch[m] = (t + 0x1p52).bits & 0x000F_FFFF_FFFF_FFFF
    }
  }

  /// b places of a Fisher–Yates shuffle from place `start` on. It may start from any order, so an epoch goes on from
  /// whatever order the last one left, and a subset is the beginning of a new shuffle.
  private func shuffle(from word: Int, at start: Int) {
    let batch = memory.batch.count
    fillBatch(from: word, bound: { samples - start - $0 })
    guard let permutation = memory.permutation.baseAddress, let indices = memory.batch.baseAddress else {
      return
    }
    indices.withMemoryRebound(to: UInt64.self, capacity: 16 * batch) { indices in
      for m in 0..<batch {
        let here = permutation + 16 * (start + m)
        let jumps = indices + 16 * m
        for lane in 0..<16 {
          let other = here + 16 * Int(truncatingIfNeeded: jumps[lane])
          let value = other[lane]
          other[lane] = here[lane]
          here[lane] = value
          jumps[lane] = UInt64(value)
        }
      }
    }
  }

  /// The same on permutations of four bits a place, in registers.
  private func packedShuffle(from word: Int, at start: Int) {
    fillBatch(from: word, bound: { samples - start - $0 })
    var packed = memory.packed
    for m in memory.batch.indices {
      let here = SIMD16(repeating: UInt64(4 * (start + m)))
      let there = here &+ (memory.batch[m] &<< 2)
      let other = packed &>> there
      let change = ((packed &>> here) ^ other) & 15
      memory.batch[m] = other & 15
      packed = packed ^ (change &<< here) ^ (change &<< there)
    }
    memory.packed = packed
  }
}
