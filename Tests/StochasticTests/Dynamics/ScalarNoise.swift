@testable import Stochastic

/// The normals of one path, vector by vector, through the addresses that `GaussianLawTests` and `NormalAddressTests`
/// examine.
struct ScalarNoise {
  let key: StreamKey
  let path: UInt64
  let dimension: Int

  init(_ purpose: Purpose, seed: UInt64, path: UInt64, dimension: Int) {
    key = StreamKey(seed: seed, purpose: purpose)
    self.path = path
    self.dimension = dimension
  }

  func vector(_ index: Int) -> [Double] {
    let storage = LaneStorage(count: dimension)
    key.fillNormals(
      storage.vector, paths: consecutivePaths(from: path), step: UInt64(index), dimension: dimension)
    return (0..<dimension).map { storage.vector[$0][0] }
  }

  /// The uniform number of a step: word (step mod 4) of block step/4.
  func uniform(_ step: Int) -> Double {
    let words = key.words(path: path, step: UInt64(step / 4), group: 0)
    return (Double(words[step % 4]) + 0.5) * 0x1p-32
  }
}
