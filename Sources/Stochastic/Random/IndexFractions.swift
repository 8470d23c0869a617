/// How sample indices are made of random words.
///
/// Random bits are made into a fraction u of F bits. An index below m is ⌊u·m⌋, and what is left, u·m − ⌊u·m⌋, is the
/// fraction for the next index: several indices come out of one, as many as leave the probability of each within 2⁻³² of
/// what it should be. F is the largest for which u·m fits in 64 bits; from 4096 samples on it is 32, for one index.
struct IndexFractions {
  /// F
  let bits: Int
  /// b
  private let count: Int
  private let indicesPerFraction: Int
  private let wordsPerFraction: Int
  /// For one batch
  let wordCount: Int

  /// `shrinking`: bounds are n, n − 1, … in this order or the reverse, so that no k in a row have a larger product than
  /// the k largest.
  init(samples: Int, batch: Int, shrinking: Bool) {
    bits = samples < 4096 ? samples.leadingZeroBitCount : 32
    // the k-th index of a fraction is off by less than the first k − 1 bounds' product times 2^−F
    var (perFraction, bound, product) = (1, samples, samples)
    while product <= 1 << (bits - 32) && perFraction < batch {
      perFraction += 1
      bound -= shrinking ? 1 : 0
      product *= bound
    }
    count = batch
    indicesPerFraction = perFraction
    wordsPerFraction = bits == 32 ? 1 : 2
    wordCount = wordsPerFraction * ((batch + perFraction - 1) / perFraction)
  }

  /// Hands `use` an index below `bound` + m `change` for every place m of a batch, made of `wordCount` words below 2³².
  @inline(always)
  func forEachIndex(
    _ words: UnsafePointer<LaneIndices>, bound: Int, change: Int, use: (Int, LaneIndices) -> Void
  ) {
    let shift = LaneIndices(repeating: UInt64(bits))
    let mask = LaneIndices(repeating: (1 << UInt64(bits)) - 1)
    var words = words
    var m = 0
    while m < count {
      var fraction = words[0]
      if bits > 32 { fraction = ((fraction &<< 32) | words[1]) &>> (64 &- shift) }
      words += wordsPerFraction
      let end = min(m + indicesPerFraction, count)
      while m < end {
        let product = fraction &* LaneIndices(repeating: UInt64(truncatingIfNeeded: bound &+ m &* change))
        use(m, product &>> shift)
        fraction = product & mask
        m &+= 1
      }
    }
  }
}
