import GSL

/// Which generator the random numbers of a run come from.
public enum RandomGenerator: Sendable, Hashable {
  /// Philox4x32-10, addressed by (path, step): fast, vectorised, the default.
  case philox
  /// A GSL generator seeded anew for every path, with GSL's own ziggurat normals: slower, same laws.
  case gsl(GeneratorType)

  public var name: String {
    switch self {
    case .philox: "philox"
    case .gsl(let type): "gsl:\(type.name)"
    }
  }
}

/// The random numbers of one purpose for a block of sixteen paths.
///
/// With Philox every number is addressed; with a GSL generator each path reads its own sequence in order, from a
/// seed that is a function of (seed, purpose, path). Either way a path's numbers do not depend on its block.
struct LaneRandom {
  private let key: StreamKey
  private let generators: [Generator]
  private var paths = SIMD16<UInt64>.zero

  init(_ generator: RandomGenerator, seed: UInt64, purpose: Purpose) throws {
    key = StreamKey(seed: seed, purpose: purpose)
    switch generator {
    case .philox: generators = []
    case .gsl(let type): generators = try (0..<16).map { _ in try Generator(type, seed: 1) }
    }
  }

  /// Turns to the sixteen paths from `firstPath` on.
  mutating func begin(firstPath: UInt64) {
    for lane in 0..<16 {
      paths[lane] = firstPath + UInt64(lane)
      if !generators.isEmpty { generators[lane].reseed(key.sequenceSeed(path: paths[lane])) }
    }
  }

  /// Independent N(0, 1) numbers: vectors of `dimension` coordinates for the steps from `step` on.
  func normals(into normals: LaneVector, step: UInt64, dimension: Int) {
    if generators.isEmpty {
      return key.fillNormals(normals, paths: paths, step: step, dimension: dimension)
    }
    for k in 0..<normals.count {
      for lane in 0..<16 { normals[k][lane] = generators[lane].gaussian() }
    }
  }

  /// Independent uniform 32-bit words, `words.count` per lane.
  func words(into words: UnsafeMutableBufferPointer<SIMD16<UInt64>>, step: UInt64) {
    if generators.isEmpty { return key.fillWords(words, paths: paths, step: step) }
    for m in 0..<words.count {
      for lane in 0..<16 { words[m][lane] = UInt64(generators[lane].uniform() * 0x1p32) }
    }
  }

  /// The four words of `step` and the four of the step after it.
  func wordsOfTwoSteps(into words: UnsafeMutableBufferPointer<SIMD16<UInt64>>, step: UInt64) {
    if generators.isEmpty { return key.fillWordsOfTwoSteps(words, paths: paths, step: step) }
    self.words(into: words, step: step)
  }
}

extension StreamKey {
  func fillWords(
    _ words: UnsafeMutableBufferPointer<SIMD16<UInt64>>, paths: SIMD16<UInt64>, step: UInt64
  ) {
    var first = 0
    while first + 4 < words.count {
      let (a, b) = wordsOfTwoGroups(paths: paths, step: step, group: UInt32(truncatingIfNeeded: first / 4))
      words.store(a, at: first)
      words.store(b, at: first + 4)
      first += 8
    }
    if first < words.count {
      words.store(
        self.words(paths: paths, step: step, group: UInt32(truncatingIfNeeded: first / 4)), at: first)
    }
  }

  func fillWordsOfTwoSteps(
    _ words: UnsafeMutableBufferPointer<SIMD16<UInt64>>, paths: SIMD16<UInt64>, step: UInt64
  ) {
    let (first, second) = wordsOfTwoSteps(paths: paths, step: step)
    words.store(first, at: 0)
    words.store(second, at: 4)
  }

  /// A seed for a sequential generator: different for each of the first 2³¹ − 1 paths.
  ///
  /// Many GSL generators keep 31 bits of a seed and take 0 for a default, so seeds are a permutation of
  /// 1 … 2³¹ − 1: a Feistel network of four Philox rounds on 32 bits, walked until it lands in that range.
  func sequenceSeed(path: UInt64) -> UInt {
    var value = UInt32(truncatingIfNeeded: path % 0x7FFF_FFFF) + 1
    repeat {
      var (left, right) = (value >> 16, value & 0xFFFF)
      for round in 0..<4 as Range<UInt32> {
        let counter = SIMD4<UInt32>(
          right, round, UInt32(truncatingIfNeeded: path / 0x7FFF_FFFF), purpose.rawValue)
        (left, right) = (right, left ^ (Philox.block(counter: counter, key: seed)[0] & 0xFFFF))
      }
      value = left << 16 | right
    } while value == 0 || value > 0x7FFF_FFFF
    return UInt(value)
  }
}

extension UnsafeMutableBufferPointer<SIMD16<UInt64>> {
  /// Four words, or as many as there is room for, and nothing above their 32 bits.
  @inline(always)
  fileprivate func store(_ words: PhiloxWords, at place: Int) {
    self[place] = words.w0 & 0xFFFF_FFFF
    if place + 1 < count { self[place + 1] = words.w1 & 0xFFFF_FFFF }
    if place + 2 < count { self[place + 2] = words.w2 & 0xFFFF_FFFF }
    if place + 3 < count { self[place + 3] = words.w3 & 0xFFFF_FFFF }
  }
}
