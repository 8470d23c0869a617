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

  /// Owns the buffers: words, the batch, and what without-replacement sampling has to remember.
  private final class Memory {
    let words: UnsafeMutableBufferPointer<SIMD16<UInt64>>
    let batch: UnsafeMutableBufferPointer<LaneIndices>
    let chosen: LaneStorage
    let permutation: UnsafeMutableBufferPointer<SIMD16<UInt32>>

    init(batch: Int, permutation: Int) {
      words = .allocate(capacity: batch)
      words.initialize(repeating: .zero)
      self.batch = .allocate(capacity: batch)
      self.batch.initialize(repeating: .zero)
      chosen = LaneStorage(count: batch)
      self.permutation = .allocate(capacity: permutation)
      self.permutation.initialize(repeating: .zero)
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
    memory = Memory(batch: batch, permutation: sampling == .reshuffle ? samples : 0)
  }

  mutating func begin(firstPath: UInt64) {
    random.begin(firstPath: firstPath)
    for (index, _) in memory.permutation.enumerated() {
      memory.permutation[index] = SIMD16(repeating: UInt32(index))
    }
  }

  /// The batches of all sixteen paths at step number `step`.
  func draw(step: UInt64) -> UnsafeBufferPointer<LaneIndices> {
    random.words(into: memory.words, step: step)
    switch sampling {
    case .withReplacement: drawIndependently()
    case .withoutReplacement: drawSubset()
    case .reshuffle: continueEpoch(step: step)
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

  /// The next b places of a Fisher–Yates shuffle; an epoch starts over from whatever order the last one left.
  private func continueEpoch(step: UInt64) {
    let batch = memory.batch.count
    let first = Int(step % UInt64(samples / batch)) * batch
    for m in 0..<batch {
      let place = first + m
      let jump = index(memory.words[m], below: samples - place)
      var taken = memory.permutation[place]
      for lane in 0..<16 {
        let other = place + Int(jump[lane])
        let value = memory.permutation[other][lane]
        memory.permutation[other][lane] = taken[lane]
        taken[lane] = value
      }
      memory.permutation[place] = taken
      memory.batch[m] = LaneIndices(truncatingIfNeeded: taken)
    }
  }

  @inline(always)
  private func index(_ word: SIMD16<UInt64>, below bound: Int) -> LaneIndices {
    (word &* SIMD16(repeating: UInt64(bound))) &>> 32
  }
}
