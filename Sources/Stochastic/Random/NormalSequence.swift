/// Standard normal vectors of one purpose for a block of sixteen paths, read one after the other.
struct NormalSequence {
  private var random: LaneRandom
  private let storage: LaneStorage
  private let dimension: Int
  /// Vectors that are made at a time
  private let ahead: Int

  init(_ settings: EnsembleSettings, purpose: Purpose, dimension: Int) throws {
    self.dimension = dimension
    random = try settings.random(for: purpose)
    // few weights: four vectors at a time use every random word and keep the processor's pipelines full
    ahead = dimension < 32 ? 4 : 1
    storage = LaneStorage(count: ahead * dimension)
  }

  /// Turns to the sixteen paths from `firstPath` on.
  mutating func begin(firstPath: UInt64) { random.begin(firstPath: firstPath) }

  /// Vector number `index`. They are asked for in order, from 0 on, each once.
  @inline(always)
  mutating func vector(_ index: UInt64) -> LaneVector {
    let place = Int(index) & (ahead - 1)
    if place == 0 {
      random.normals(into: storage.vector, step: index, dimension: dimension)
    }
    return storage.vector.slice(place * dimension, dimension)
  }
}
