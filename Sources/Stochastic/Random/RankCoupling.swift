/// Normals arranged like the counts of a minibatch: a coupling of N(0, I) with the multinomial (or hypergeometric) law.
///
/// Given n independent normals z and how often each sample was drawn, Nᵢ, sample i receives the r-th largest of z, r being
/// the place of (Nᵢ, zᵢ) among the pairs in lexicographic, descending order. The arranged ξ is
/// **exactly N(0, I)**, and depends on N and nothing else of the run: the law of N is exchangeable and z is independent of it and
/// i.i.d., so that (N, z) has the same law after any relabelling of the samples. The order statistics of z do not change under relabelling,
/// while the ranking of the samples is relabelled with them; hence, given the order statistics, the ranking is uniform over
/// all n! permutations, and order statistics in a uniform order are n i.i.d. normals. (Ties are broken by z itself: among equal
/// counts every order is equally likely given the order statistics.)
///
/// With one draw the drawn sample has the largest normal, which is the coupling of greatest correlation; with b draws
/// without replacement the b drawn samples have the b largest.
///
/// Sorting is by Batcher's merge exchange, sixteen lanes at once: n log²n/4 comparisons without branches.
/// Reference: Knuth, The Art of Computer Programming 3, algorithm 5.2.2M.
struct RankCoupling {
  private let storage: LaneStorage
  private let count: Int
  /// 2^(⌈log₂ n⌉ − 1)
  private let half: Int

  /// Of `count` samples.
  init(count: Int) {
    self.count = count
    storage = LaneStorage(count: 3 * count)
    var power = 1
    while 2 * power < count { power *= 2 }
    half = count > 1 ? power : 0
  }

  /// Rearranges independent normals to follow a batch.
  func arrange(_ normals: LaneVector, as batch: UnsafeBufferPointer<LaneIndices>) {
    let sorted = storage.vector.slice(0, count)
    let keys = storage.vector.slice(count, count)
    let samples = storage.vector.slice(2 * count, count)
    sorted.copy(from: normals)
    for i in 0..<count {
      keys.base[i] = normals.base[i] * 0x1p-6  // below 1/2 in magnitude
      samples.base[i] = Lanes(repeating: Double(i))
    }
    tally(batch, in: keys)
    sort { i, j in exchange(sorted, i, j) }
    sort { i, j in exchange(keys, samples, i, j) }
    scatter(sorted, to: samples, of: normals)
  }

  /// Adds 1 to the key of a sample for each time it was drawn.
  private func tally(_ batch: UnsafeBufferPointer<LaneIndices>, in keys: LaneVector) {
    let keys = UnsafeMutableRawPointer(keys.base).assumingMemoryBound(to: Double.self)
    for indices in batch {
      for lane in 0..<16 { keys[16 * Int(truncatingIfNeeded: indices[lane]) + lane] += 1 }
    }
  }

  private func scatter(_ values: LaneVector, to samples: LaneVector, of target: LaneVector) {
    let target = UnsafeMutableRawPointer(target.base).assumingMemoryBound(to: Double.self)
    for r in 0..<count {
      let (value, sample) = (values.base[r], samples.base[r])
      for lane in 0..<16 { target[16 * Int(sample[lane]) + lane] = value[lane] }
    }
  }

  /// All comparisons of the sorting network, in order: of places i < j.
  @inline(always)
  private func sort(_ exchange: (Int, Int) -> Void) {
    var p = half
    while p > 0 {
      var (q, r, distance) = (half, 0, p)
      while true {
        for i in stride(from: 0, to: count - distance, by: 1) where i & p == r { exchange(i, i + distance) }
        if q == p { break }
        (distance, q, r) = (q - p, q / 2, p)
      }
      p /= 2
    }
  }

  /// Puts the larger first.
  @inline(always)
  private func exchange(_ x: LaneVector, _ i: Int, _ j: Int) {
    let (a, b) = (x.base[i], x.base[j])
    let isLess = a .< b
    x.base[i] = a.replacing(with: b, where: isLess)
    x.base[j] = b.replacing(with: a, where: isLess)
  }

  /// The same by keys, which samples go with.
  @inline(always)
  private func exchange(_ keys: LaneVector, _ samples: LaneVector, _ i: Int, _ j: Int) {
    let isLess = keys.base[i] .< keys.base[j]
    let (a, b) = (samples.base[i], samples.base[j])
    exchange(keys, i, j)
    samples.base[i] = a.replacing(with: b, where: isLess)
    samples.base[j] = b.replacing(with: a, where: isLess)
  }
}
