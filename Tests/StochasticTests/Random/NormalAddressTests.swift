import Testing

@testable import Stochastic

/// Which words a normal is made of.
@Suite struct NormalAddressTests {
  /// Coordinate k of step 4j + i is number m = iD + k of the words of (step j, group m/4), taken in pairs.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 9, 35], [0, 7, 1 << 40] as [UInt64])
  func normalsAreMadeOfTheirWords(dimension: Int, firstPath: UInt64) {
    let key = StreamKey(seed: 15, purpose: .brownianIncrements)
    let paths = consecutivePaths(from: firstPath)
    let storage = LaneStorage(count: dimension)
    for step in [0, 1, 2, 3, 4, 6, 1 << 34 + 3] as [UInt64] {
      key.fillNormals(storage.vector, paths: paths, step: step, dimension: dimension)
      for k in 0..<dimension {
        let number = Int(step % 4) * dimension + k
        let words = key.words(paths: paths, step: step / 4, group: UInt32(number / 4))
        let pair =
          number % 4 < 2 ? normalPair(words.w0, words.w1) : normalPair(words.w2, words.w3)
        #expect(storage.vector[k] == (number % 2 == 0 ? pair.0 : pair.1))
      }
    }
  }

  /// Several steps at once are the same numbers as one by one.
  @Test(arguments: [1, 2, 3, 5, 8, 31]) func stepsTogether(dimension: Int) {
    let key = StreamKey(seed: 16, purpose: .brownianIncrements)
    let paths = consecutivePaths(from: 3)
    let together = LaneStorage(count: 4 * dimension)
    let one = LaneStorage(count: dimension)
    for first in [0, 4, 1 << 33] as [UInt64] {
      key.fillNormals(together.vector, paths: paths, step: first, dimension: dimension)
      for step in 0..<4 {
        key.fillNormals(one.vector, paths: paths, step: first + UInt64(step), dimension: dimension)
        for k in 0..<dimension { #expect(one.vector[k] == together.vector[step * dimension + k]) }
      }
    }
  }

  /// No two numbers of a path are the same one.
  @Test(arguments: [1, 2, 3, 4, 5, 7]) func numbersAreDistinct(dimension: Int) {
    let sample = NormalSamples(seed: 17, steps: 64, coordinates: dimension)
    let numbers = (0..<dimension).flatMap { sample.lane(5, coordinate: $0) }
    #expect(Set(numbers).count == numbers.count)
  }
}
