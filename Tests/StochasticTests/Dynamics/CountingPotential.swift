import Synchronization

@testable import Stochastic

/// A double well that counts how often a block asks for its value and gradient.
final class CountingPotential: Potential {
  private let counts = Mutex((values: 0, gradients: 0))
  private let well = DoubleWell()
  var dimension: Int { 1 }
  var values: Int { counts.withLock { $0.values } }
  var gradients: Int { counts.withLock { $0.gradients } }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    counts.withLock { $0.values += 1 }
    return well.value(at: w, scratch: scratch)
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    counts.withLock { $0.gradients += 1 }
    well.gradient(at: w, into: gradient, scratch: scratch)
  }
}
