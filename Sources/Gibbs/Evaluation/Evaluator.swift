import Stochastic

/// L and its derivatives at sixteen points, or at one point given as plain numbers.
///
/// Write the points into `weights` (lane l of every coordinate is point l), then ask. Not thread-safe:
/// one evaluator a thread.
public final class Evaluator<P: TwiceDifferentiable> {
  public let potential: P
  public let dimension: Int
  /// D lanes, to be filled by the caller
  public let weights: LaneVector
  private let scratch: LaneVector
  private let first: LaneVector
  private let storage: [LaneStorage]
  /// D² lanes are gigabytes for thousands of weights: not before they are asked for
  private lazy var second = LaneStorage(count: dimension * dimension)

  public init(_ potential: P) {
    self.potential = potential
    dimension = potential.dimension
    let sizes = [dimension, potential.scratchCount, dimension]
    storage = sizes.map { LaneStorage(count: $0) }
    weights = storage[0].vector
    scratch = storage[1].vector
    first = storage[2].vector
  }

  /// L at the sixteen points.
  public func value() -> Lanes { potential.value(at: weights, scratch: scratch) }

  /// ∇L, D lanes that stay valid until the next call.
  public func gradient() -> LaneVector {
    potential.gradient(at: weights, into: first, scratch: scratch)
    return first
  }

  /// Both for little more than the gradient alone.
  public func valueAndGradient() -> (value: Lanes, gradient: LaneVector) {
    var value = Lanes.zero
    potential.valueAndGradient(at: weights, value: &value, into: first, scratch: scratch)
    return (value, first)
  }

  /// ΔL
  public func laplacian() -> Lanes { potential.laplacian(at: weights, scratch: scratch) }

  /// The Hessian, D × D lanes row by row that stay valid until the next call.
  public func hessian() -> LaneVector {
    let target = second.vector
    potential.hessian(at: weights, into: target, scratch: scratch)
    return target
  }
}

extension Evaluator {
  /// Puts the same point into all lanes.
  public func move(to point: [Double]) {
    for k in 0..<dimension { weights[k] = Lanes(repeating: point[k]) }
  }

  /// L(w)
  public func value(at point: [Double]) -> Double {
    move(to: point)
    return value()[0]
  }

  /// ∇L(w)
  public func gradient(at point: [Double]) -> [Double] {
    move(to: point)
    let lanes = gradient()
    return (0..<dimension).map { lanes[$0][0] }
  }

  /// ΔL(w)
  public func laplacian(at point: [Double]) -> Double {
    move(to: point)
    return laplacian()[0]
  }

  /// The Hessian of L at w, rows of D numbers.
  public func hessian(at point: [Double]) -> [[Double]] {
    move(to: point)
    let lanes = hessian()
    return (0..<dimension).map { row in (0..<dimension).map { lanes[row * dimension + $0][0] } }
  }
}
