/// Sample indices in sixteen lanes.
public typealias LaneIndices = SIMD16<UInt64>

/// Draws the minibatches of sixteen paths, each path its own. Copies share their memory: use one at a time, from `begin` on.
struct BatchSampler {
  private let samples: Int
  private let count: Int
  private let method: Method
  private let fractions: IndexFractions
  /// log₂ of how many steps share the four words of a call of the generator
  private let sharing: UInt64
  /// After how many batches a shuffle begins again
  private let batchesPerEpoch: UInt64
  private var random: LaneRandom
  /// The first of the steps whose words are there
  private var firstStep: UInt64?
  private let storage: LaneStorage
  private let words: UnsafeMutablePointer<LaneIndices>
  private let batch: UnsafeMutablePointer<LaneIndices>
  /// The samples that an epoch has not used yet, up to sixteen: place m in bits 4m … 4m + 3
  private let remaining: UnsafeMutablePointer<LaneIndices>
  /// A permutation of the samples for every lane: place m of lane l at 16 m + l
  private let permutation: UnsafeMutablePointer<UInt32>

  private enum Method {
    case independent
    /// Floyd's algorithm, the drawn being bits of a word, or each draw compared with all before it
    case subsetOfFew, subset
    /// The beginning of a shuffle
    case shuffledSubset
    /// A shuffle that goes on through an epoch, in memory or in a word; a subset of few is an epoch of one batch
    case epoch, epochOfFew
  }

  /// Beyond this many a shuffle is quicker than comparing all with all.
  private static let largestSubset = 24

  init(
    _ settings: EnsembleSettings, samples: Int, batch: Int, sampling: Sampling,
    purpose: Purpose = .minibatches
  ) throws {
    self.samples = samples
    count = batch
    random = try settings.random(for: purpose)
    fractions = IndexFractions(samples: samples, batch: batch, shrinking: sampling != .withReplacement)
    sharing = UInt64(max(1, 4 / fractions.wordCount).trailingZeroBitCount)
    batchesPerEpoch = sampling == .reshuffle ? UInt64(samples / batch) : 1
    method =
      switch sampling {
      case .withReplacement: .independent
      case .reshuffle: samples <= 16 ? .epochOfFew : .epoch
      case .withoutReplacement:
        switch samples {
        case ...16: .epochOfFew
        case ...64: .subsetOfFew
        default: batch <= Self.largestSubset ? .subset : .shuffledSubset
        }
      }
    let capacity = max(fractions.wordCount, 8)
    let places = method == .epoch || method == .shuffledSubset ? samples : 0
    storage = LaneStorage(count: capacity + batch + 1 + (places + 1) / 2)
    let memory = UnsafeMutableRawPointer(storage.vector.base)
    words = memory.bindMemory(to: LaneIndices.self, capacity: capacity + batch + 1)
    self.batch = words + capacity
    remaining = self.batch + batch
    permutation = UnsafeMutableRawPointer(remaining + 1).bindMemory(to: UInt32.self, capacity: 16 * places)
  }

  mutating func begin(firstPath: UInt64) {
    random.begin(firstPath: firstPath)
    firstStep = nil
    if method == .shuffledSubset { writeInOrder() }
  }

  /// The batches of all sixteen paths at step number `step`, until the next call. Each step once and in increasing order;
  /// with reshuffling, from 0 on and all of them.
  @inline(always)
  mutating func draw(step: UInt64) -> UnsafeBufferPointer<LaneIndices> {
    let (words, batch) = (makeWords(of: step), batch)
    switch method {
    case .independent: fractions.forEachIndex(words, bound: samples, change: 0) { batch[$0] = $1 }
    case .subsetOfFew: drawSubsetOfFew(words)
    case .subset: drawSubset(words)
    case .shuffledSubset: shuffle(words, from: 0, putsBack: true)
    case .epochOfFew: goThroughFew(words, from: place(step))
    case .epoch: goThroughAll(words, from: place(step))
    }
    return UnsafeBufferPointer(start: batch, count: count)
  }

  /// The words of a step. Philox gives four at a time, and eight cost little more; steps that need few share them.
  @inline(always)
  private mutating func makeWords(of step: UInt64) -> UnsafePointer<LaneIndices> {
    let wordCount = fractions.wordCount
    guard wordCount <= 4 else {
      if firstStep != step {
        random.words(into: UnsafeMutableBufferPointer(start: words, count: wordCount), step: step)
      }
      firstStep = step
      return UnsafePointer(words)
    }
    let place = step & ((2 << sharing) - 1)
    if firstStep != step - place {
      firstStep = step - place
      random.wordsOfTwoSteps(
        into: UnsafeMutableBufferPointer(start: words, count: 8), step: (step - place) >> sharing)
    }
    let call = place >> sharing
    return UnsafePointer(words + 4 * Int(call) + wordCount * Int(place - (call << sharing)))
  }

  /// How many samples the epoch has used before a step.
  @inline(always)
  private func place(_ step: UInt64) -> Int {
    batchesPerEpoch > 1 ? Int(truncatingIfNeeded: step % batchesPerEpoch) &* count : 0
  }

  /// Floyd's algorithm: for j = n−b, …, n−1 draw t ≤ j and take t, or j if t was taken already.
  @inline(always)
  private func drawSubsetOfFew(_ words: UnsafePointer<LaneIndices>) {
    let (first, batch) = (samples - count, batch)
    var taken = LaneIndices.zero
    fractions.forEachIndex(words, bound: first + 1, change: 1) { m, t in
      let last = LaneIndices(repeating: UInt64(truncatingIfNeeded: first + m))
      let isTaken = 0 &- ((taken &>> t) & 1)
      let sample = t ^ ((t ^ last) & isTaken)
      taken |= 1 &<< sample
      batch[m] = sample
    }
  }

  /// The same for more than 64 samples.
  private func drawSubset(_ words: UnsafePointer<LaneIndices>) {
    let (first, batch) = (samples - count, batch)
    // compared as doubles, t + 2⁵²
    let tag: UInt64 = 0x4330_0000_0000_0000
    fractions.forEachIndex(words, bound: first + 1, change: 1) { m, t in
      var t = (t | tag).doubles
      let last = Lanes(repeating: Double(first + m) + 0x1p52)
      for earlier in 0..<m { t.replace(with: last, where: t .== batch[earlier].doubles) }
      batch[m] = t.bits
    }
    for m in 0..<count { batch[m] &= ~tag }
  }

  /// The next b of an epoch: draws one of those that are left, whose place the first of them takes.
  @inline(always)
  private func goThroughFew(_ words: UnsafePointer<LaneIndices>, from start: Int) {
    let (left, batch) = (samples - start, batch)
    var here = start == 0 ? LaneIndices(repeating: 0xFEDC_BA98_7654_3210) : remaining.pointee
    fractions.forEachIndex(words, bound: left, change: -1) { m, place in
      let bits = place &<< 2
      let drawn = here &>> bits
      batch[m] = drawn & 15
      here = (here ^ (((here ^ drawn) & 15) &<< bits)) &>> 4
    }
    remaining.pointee = here
  }

  /// The same for more than sixteen samples.
  private func goThroughAll(_ words: UnsafePointer<LaneIndices>, from start: Int) {
    if start == 0 { writeInOrder() }
    shuffle(words, from: start, putsBack: false)
  }

  /// b places of a Fisher–Yates shuffle from place `start` on. It may begin with any order: a subset goes on from whatever
  /// the last one left, for which what is drawn is put back; in an epoch it is not looked at again.
  @inline(always)
  private func shuffle(_ words: UnsafePointer<LaneIndices>, from start: Int, putsBack: Bool) {
    let (left, batch, permutation) = (samples - start, batch, permutation)
    fractions.forEachIndex(words, bound: left, change: -1) { batch[$0] = $1 }
    batch.withMemoryRebound(to: UInt64.self, capacity: 16 * count) { indices in
      for m in 0..<count {
        let here = permutation + 16 * (start + m)
        let jumps = indices + 16 * m
        for lane in 0..<16 {
          let other = here + 16 * Int(truncatingIfNeeded: jumps[lane])
          let value = other[lane]
          other[lane] = here[lane]
          if putsBack { here[lane] = value }
          jumps[lane] = UInt64(value)
        }
      }
    }
  }

  /// Permutations begin with 0, 1, …, n − 1.
  private func writeInOrder() {
    for place in 0..<samples {
      for lane in 0..<16 { permutation[16 * place + lane] = UInt32(truncatingIfNeeded: place) }
    }
  }
}
