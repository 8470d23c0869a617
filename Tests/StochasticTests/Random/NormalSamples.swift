@testable import Stochastic

/// Normals of one stream: lane by lane for sixteen paths, over steps and coordinates.
struct NormalSamples {
  let steps: Int
  let coordinates: Int
  /// (step, coordinate, lane)
  private let numbers: [Double]

  /// From Philox's addressed streams.
  init(
    seed: UInt64, purpose: Purpose = .brownianIncrements, firstPath: UInt64 = 0, steps: Int,
    coordinates: Int = 1
  ) {
    let key = StreamKey(seed: seed, purpose: purpose)
    self.init(steps: steps, coordinates: coordinates) { vector, step in
      key.fillNormals(vector, paths: consecutivePaths(from: firstPath), step: step, dimension: coordinates)
    }
  }

  init(steps: Int, coordinates: Int, fill: (LaneVector, UInt64) -> Void) {
    self.steps = steps
    self.coordinates = coordinates
    let storage = LaneStorage(count: coordinates)
    var numbers: [Double] = []
    numbers.reserveCapacity(16 * steps * coordinates)
    for step in 0..<steps {
      fill(storage.vector, UInt64(step))
      for k in 0..<coordinates { for lane in 0..<16 { numbers.append(storage.vector[k][lane]) } }
    }
    self.numbers = numbers
  }

  /// All sixteen lanes of a coordinate, steps after steps.
  func coordinate(_ k: Int) -> [Double] {
    (0..<16 * steps).map { numbers[($0 / 16 * coordinates + k) * 16 + $0 % 16] }
  }

  /// One lane of a coordinate, step by step.
  func lane(_ lane: Int, coordinate k: Int = 0) -> [Double] {
    (0..<steps).map { numbers[($0 * coordinates + k) * 16 + lane] }
  }
}
