/// Sample indices in sixteen lanes.
public typealias LaneIndices = SIMD16<UInt64>

/// Draws the minibatches of sixteen paths, each path its own.
///
/// An index below m comes from a 32-bit word w as ⌊w·m/2³²⌋; its probability is off by less than 2⁻³² in absolute terms.
struct BatchSampler {
  private let samples: Int
  private let sampling: Sampling
  private var random: LaneRandom
  private let memory: Memory
  /// Whether batches are pieces of a permutation
  private let shuffles: Bool

  /// Floyd's algorithm compares every draw with all before it: beyond this many a shuffle is quicker.
  private static let largestSubset = 24

  /// Owns the buffers: words, the batch, and what without-replacement sampling has to remember.
  private final class Memory {
    let words: UnsafeMutableBufferPointer<SIMD16<UInt64>>
    let batch: UnsafeMutableBufferPointer<LaneIndices>
    let chosen: LaneStorage
    /// A permutation of the samples for every lane: place m of lane l at 16 m + l
    let permutation: UnsafeMutableBufferPointer<UInt32>

    init(batch: Int, permutation: Int) {
      words = .allocate(capacity: batch)
      words.initialize(repeating: .zero)
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

  init(_ settings: EnsembleSettings, samples: Int, batch: Int, sampling: Sampling) throws {
    self.samples = samples
    self.sampling = sampling
    random = try settings.random(for: .minibatches)
    shuffles = sampling == .reshuffle || (sampling == .withoutReplacement && batch > Self.largestSubset)
    memory = Memory(batch: batch, permutation: shuffles ? samples : 0)
  }

  mutating func begin(firstPath: UInt64) {
    random.begin(firstPath: firstPath)
    for place in memory.permutation.indices { memory.permutation[place] = UInt32(place / 16) }
  }

  /// The batches of all sixteen paths at step number `step`.
  func draw(step: UInt64) -> UnsafeBufferPointer<LaneIndices> {
    random.words(into: memory.words, step: step)
    switch sampling {
    case .withReplacement: drawIndependently()
    case .withoutReplacement: shuffles ? shuffle(from: 0) : drawSubset()
    case .reshuffle:
      let perEpoch = UInt64(samples / memory.batch.count)
      shuffle(from: Int(step % perEpoch) * memory.batch.count)
    }
    return UnsafeBufferPointer(memory.batch)
  }

  private func drawIndependently() {
    for m in memory.batch.indices { memory.batch[m] = index(memory.words[m], below: samples) }
  }

  /// Floyd's algorithm: for j = n−b, …, n−1 draw t ≤ j and take t, or j if t was taken already.
  private func drawSubset() {
    let chosen = memory.chosen.vector
    let first = samples - memory.batch.count
    for m in memory.batch.indices {
      let last = first + m
      var t = index(memory.words[m], below: last + 1).smallCount
      for earlier in 0..<m {
        t.replace(with: Lanes(repeating: Double(last)), where: t .== chosen.base[earlier])
      }
      chosen.base[m] = t
      memory.batch[m] = (t + 0x1p52).bits & 0x000F_FFFF_FFFF_FFFF
    }
  }

  /// b places of a Fisher–Yates shuffle from place `first` on. It may start from any order, so an epoch goes on from
  /// whatever order the last one left, and a subset is the beginning of a new shuffle.
  private func shuffle(from first: Int) {
    let batch = memory.batch.count
    guard let permutation = memory.permutation.baseAddress, let indices = memory.batch.baseAddress else {
      return
    }
    indices.withMemoryRebound(to: UInt64.self, capacity: 16 * batch) { indices in
      for m in 0..<batch {
        let place = first + m
        let jump = index(memory.words[m], below: samples - place)
        for lane in 0..<16 {
          let here = 16 * place + lane
          let other = here + 16 * Int(jump[lane])
          let value = permutation[other]
          permutation[other] = permutation[here]
          permutation[here] = value
          indices[16 * m + lane] = UInt64(value)
        }
      }
    }
  }

  @inline(always)
  private func index(_ word: SIMD16<UInt64>, below bound: Int) -> LaneIndices {
    (word &* SIMD16(repeating: UInt64(bound))) &>> 32
  }
}
