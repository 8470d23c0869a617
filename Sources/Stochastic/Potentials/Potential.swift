/// A function L: R^D → R to descend, evaluated for sixteen paths at once.
///
/// Conform with plain Swift over lanes: `w[k]` is coordinate k of sixteen paths, and arithmetic on it acts
/// path by path. Nothing may be allocated in `value` and `gradient`; they are the hot path.
public protocol Potential: Sendable {
  /// D, the number of weights.
  var dimension: Int { get }

  /// How many lanes of scratch `value`, `gradient` and the others need; 0 unless stated.
  var scratchCount: Int { get }

  /// λ ≥ 0 of a part (λ/2)‖w‖² of L, which exponential integrators treat exactly; 0 unless stated.
  var linearDecay: Double { get }

  /// L(w).
  func value(at w: LaneVector, scratch: LaneVector) -> Lanes

  /// Writes ∇L(w) into `gradient`, D lanes.
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector)

  /// Writes L(w) into `value` and ∇L(w) into `gradient`; by the two functions above unless stated.
  ///
  /// Worth writing where both share work. The gradient must be that of `gradient` bit for bit, the value that of
  /// `value` but for rounding.
  func valueAndGradient(
    at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector)
}

extension Potential {
  public var scratchCount: Int { 0 }
  public var linearDecay: Double { 0 }

  public func valueAndGradient(
    at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector
  ) {
    self.gradient(at: w, into: gradient, scratch: scratch)
    value = self.value(at: w, scratch: scratch)
  }
}

/// A potential whose second derivatives are known.
public protocol TwiceDifferentiable: Potential {
  /// ΔL(w), the trace of the Hessian.
  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes

  /// Writes the Hessian into `hessian`, D × D lanes row by row. Meant for small D.
  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector)
}

/// A potential that is a mean over samples plus a part that is not sampled:
/// L(w) = (1/n) Σᵢ Lᵢ(w) + R(w). What minibatch SGD needs.
public protocol FiniteSum: Potential {
  /// n
  var sampleCount: Int { get }

  /// Writes (1/b) Σ ∇Lᵢ(w) + ∇R(w) over each lane's own batch into `gradient`.
  ///
  /// `batch[m]` holds in lane l the index of the m-th sample that path l drew; b = `batch.count`.
  func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector,
    scratch: LaneVector)

  /// Writes Σ ωᵢ ∇(Lᵢ + R)(w) over all n samples into `gradient`; `weights[i]` holds each lane's own ωᵢ.
  ///
  /// With ωᵢ = 1/n it is the gradient; with weights that add up to 0, R drops out.
  func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector)
}
