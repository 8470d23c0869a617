/// What a random number is for. Numbers of different purposes are independent.
public enum Purpose: UInt32, Sendable, CaseIterable {
  case initialWeights, brownianIncrements, minibatches, outerWeights, inputs, labelNoise, teacher, bootstrap
  case momenta, acceptance, referenceDraws, resampling, replicates, labelCorruption
  case brownianAreas, brownianNodes, postprocessing, sampleNoise, velocityNoise, secondMinibatches, levels
  case proposals, sampleBridges
}

/// The address of a family of random numbers: **a random number is a pure function of
/// (seed, purpose, path, step, coordinate)**, so results cannot depend on threads, blocks or resumption.
///
/// The Philox key is the seed; the counter holds the coordinate group and the purpose (word 0), the step
/// (word 1 and half of word 3) and the path (word 2 and the other half). The map is injective for fewer
/// than 2²⁴ groups of four coordinates, 2⁴⁸ steps and 2⁴⁸ paths.
public struct StreamKey: Sendable, Hashable {
  public let seed: UInt64
  public let purpose: Purpose

  public init(seed: UInt64, purpose: Purpose) {
    self.seed = seed
    self.purpose = purpose
  }

  /// Four random words for (path, step, coordinate group).
  public func words(path: UInt64, step: UInt64, group: UInt32) -> SIMD4<UInt32> {
    let counter = SIMD4<UInt32>(
      purpose.rawValue << 24 | group, UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: path),
      UInt32(truncatingIfNeeded: (step >> 32) << 16 | path >> 32))
    return Philox.block(counter: counter, key: seed)
  }

  /// The same words for sixteen consecutive paths.
  @inline(always)
  func words(paths: SIMD16<UInt64>, step: UInt64, group: UInt32) -> PhiloxWords {
    Philox.block(counter(paths: paths, step: step, group: group), key: seed)
  }

  /// The first four of a step, and those of the step after it, for less than both one after the other.
  @inline(always)
  func wordsOfTwoSteps(paths: SIMD16<UInt64>, step: UInt64) -> (PhiloxWords, PhiloxWords) {
    Philox.blocks(
      counter(paths: paths, step: step, group: 0), counter(paths: paths, step: step + 1, group: 0), key: seed)
  }

  /// Those of two groups, likewise.
  @inline(always)
  func wordsOfTwoGroups(paths: SIMD16<UInt64>, step: UInt64, group: UInt32) -> (PhiloxWords, PhiloxWords) {
    Philox.blocks(
      counter(paths: paths, step: step, group: group), counter(paths: paths, step: step, group: group + 1),
      key: seed)
  }

  /// The words of one group, with a step of its own for each path.
  @inline(always)
  func words(paths: SIMD16<UInt64>, steps: SIMD16<UInt64>, group: UInt32) -> PhiloxWords {
    let low = steps & 0xFFFF_FFFF
    let high = (steps &>> 32) &<< 16
    return Philox.block(counter(paths: paths, low: low, high: high, group: group), key: seed)
  }

  @inline(always)
  private func counter(paths: SIMD16<UInt64>, step: UInt64, group: UInt32) -> PhiloxWords {
    counter(
      paths: paths, low: SIMD16(repeating: step & 0xFFFF_FFFF), high: SIMD16(repeating: (step >> 32) << 16),
      group: group)
  }

  /// `low` and `high`: a step's 32 low bits, and those above them in place.
  @inline(always)
  private func counter(
    paths: SIMD16<UInt64>, low: SIMD16<UInt64>, high: SIMD16<UInt64>, group: UInt32
  ) -> PhiloxWords {
    let first = UInt64(purpose.rawValue << 24 | group)
    return PhiloxWords(
      w0: SIMD16(repeating: first), w1: low, w2: paths & 0xFFFF_FFFF, w3: high | (paths &>> 32))
  }
}

extension StreamKey {
  /// A seed for item number `item` of a study, such as its i-th data set: 64 random bits.
  public func derivedSeed(_ item: UInt64) -> UInt64 {
    let words = words(path: item, step: 0, group: 0)
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }

  /// Writes N(0, 1) numbers for the sixteen paths from `firstPath` on, one lane vector of a step.
  public func fillNormals(_ normals: LaneVector, firstPath: UInt64, step: UInt64) {
    fillNormals(normals, paths: consecutive(firstPath), step: step, dimension: normals.count)
  }

  /// Writes numbers uniform in (0, 1), odd multiples of 2⁻³³, for the same paths.
  public func fillUniforms(_ uniforms: LaneVector, firstPath: UInt64, step: UInt64) {
    let paths = consecutive(firstPath)
    for first in stride(from: 0, to: uniforms.count, by: 4) {
      let four = words(paths: paths, step: step, group: UInt32(truncatingIfNeeded: first / 4))
      let all = [four.w0, four.w1, four.w2, four.w3]
      for k in first..<min(first + 4, uniforms.count) {
        uniforms[k] = ((all[k - first] & 0xFFFF_FFFF).smallCount + 0.5) * 0x1p-32
      }
    }
  }

  private func consecutive(_ first: UInt64) -> SIMD16<UInt64> {
    var paths = SIMD16<UInt64>.zero
    for lane in 0..<16 { paths[lane] = first + UInt64(lane) }
    return paths
  }
}
