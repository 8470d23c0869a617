#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// n samples (xᵢ, yᵢ) with xᵢ ∈ R^d.
public struct DataSet: Sendable, Equatable {
  public let inputs: [[Double]]
  public let labels: [Double]

  public init(inputs: [[Double]], labels: [Double]) {
    self.inputs = inputs
    self.labels = labels
  }

  /// x uniform in [0, 1)^d, y = sin(π‖x‖²/d) + N(0, noise²).
  ///
  /// The main paper's figure 1 has d = 20 and noise variance 0.25.
  public static func sine(samples: Int, dimension: Int, noise: Double, seed: UInt64) -> DataSet {
    draw(samples: samples, dimension: dimension, noise: noise, seed: seed) { x in
      sin(Double.pi * x.reduce(0) { $0 + $1 * $1 } / Double(dimension))
    }
  }

  /// x uniform in [0, 1)^d, y = aᵀσ(Wx) + N(0, noise²) with a sigmoid teacher of `width` units,
  /// a_j ~ N(0, 1)/√width and W with independent N(0, 1) entries.
  ///
  /// The main paper's figure 2 has d = 20, width 5 and noise variance 0.01; it does not state the law of W.
  public static func teacher(
    samples: Int, dimension: Int, width: Int, noise: Double, seed: UInt64
  ) -> DataSet {
    let numbers = normals(count: width * (dimension + 1), seed: seed, purpose: .teacher, item: 0)
    let outer = numbers[..<width].map { $0 / Double(width).squareRoot() }
    return draw(samples: samples, dimension: dimension, noise: noise, seed: seed) { x in
      (0..<width).reduce(0) { sum, j in
        let row = numbers[(width + j * dimension)..<(width + (j + 1) * dimension)]
        return sum + outer[j] / (1 + exp(-zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }))
      }
    }
  }

  /// p independent N(0, 1) numbers rescaled to Euclidean norm `norm`: outer weights of a net.
  public static func normalVector(count: Int, norm: Double, seed: UInt64) -> [Double] {
    let numbers = normals(count: count, seed: seed, purpose: .outerWeights, item: 0)
    let scale = norm / numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return numbers.map { $0 * scale }
  }

  /// The first `count` samples, and the others: a training and a test set of the same law.
  public func split(at count: Int) -> (first: DataSet, rest: DataSet) {
    let place = min(max(count, 0), labels.count)
    return (
      DataSet(inputs: Array(inputs[..<place]), labels: Array(labels[..<place])),
      DataSet(inputs: Array(inputs[place...]), labels: Array(labels[place...]))
    )
  }

  /// Sample i is item i of the streams of inputs and of label noise.
  private static func draw(
    samples: Int, dimension: Int, noise: Double, seed: UInt64, label: ([Double]) -> Double
  ) -> DataSet {
    let inputs = (0..<samples).map {
      uniforms(count: dimension, seed: seed, purpose: .inputs, item: UInt64($0))
    }
    let labels = inputs.enumerated().map { item, x in
      label(x) + noise * normals(count: 1, seed: seed, purpose: .labelNoise, item: UInt64(item))[0]
    }
    return DataSet(inputs: inputs, labels: labels)
  }

  /// Uniform in [0, 1) with 53 bits.
  static func uniforms(count: Int, seed: UInt64, purpose: Purpose, item: UInt64) -> [Double] {
    let key = StreamKey(seed: seed, purpose: purpose)
    return (0..<count).map { k in
      let words = key.words(path: item, step: 0, group: UInt32(k / 2))
      let (high, low) = k % 2 == 0 ? (words[0], words[1]) : (words[2], words[3])
      return Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
    }
  }

  private static func normals(count: Int, seed: UInt64, purpose: Purpose, item: UInt64) -> [Double] {
    let storage = LaneStorage(count: count)
    StreamKey(seed: seed, purpose: purpose).fillNormals(
      storage.vector, paths: SIMD16(repeating: item), step: 0, dimension: count)
    return (0..<count).map { storage.vector[$0][0] }
  }
}
