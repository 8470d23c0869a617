import Stochastic

/// Sixteen walkers, with L, ∇L and the reference's energy q where they stand.
///
/// Owns its buffers; not thread-safe.
final class WalkerBlock<P: Potential> {
  let potential: P
  let reference: GaussianReference
  let dimension: Int
  let weights: LaneVector
  let gradient: LaneVector
  private(set) var loss = Lanes.zero
  private(set) var energy = Lanes.zero
  private let momenta: LaneVector
  private let trial: LaneVector
  private let trialGradient: LaneVector
  private let scratch: LaneVector
  private let storage: [LaneStorage]

  init(_ potential: P, reference: GaussianReference) {
    self.potential = potential
    self.reference = reference
    let d = potential.dimension
    dimension = d
    storage = [d, d, d, d, d, potential.scratchCount].map { LaneStorage(count: $0) }
    (weights, gradient, momenta) = (storage[0].vector, storage[1].vector, storage[2].vector)
    (trial, trialGradient, scratch) = (storage[3].vector, storage[4].vector, storage[5].vector)
  }

  /// To be called when `weights` were written from outside.
  func refresh() {
    potential.valueAndGradient(at: weights, value: &loss, into: gradient, scratch: scratch)
    energy = reference.energy(at: weights)
  }

  /// −log density + const of a bridge law where the walkers stand.
  func energy(of law: BridgePoint) -> Lanes {
    law.referenceWeight * energy + law.inverseTemperature * loss
  }

  /// Replaces all walkers by independent draws from the reference.
  func redraw(_ key: StreamKey, firstPath: UInt64, step: UInt64) {
    key.fillNormals(weights, firstPath: firstPath, step: step)
    reference.shape(weights)
    refresh()
  }

  /// One Hamiltonian proposal of `steps` leapfrog steps, accepted or refused walker by walker
  /// (Duane, Kennedy, Pendleton and Roweth 1987; one step is the Metropolis-adjusted Langevin algorithm).
  ///
  /// A proposal without finite energy is refused; a walker without one goes wherever there is one.
  /// - Returns: the probability of acceptance, walker by walker
  func move(
    _ law: BridgePoint, _ move: HamiltonianMove, _ key: StreamKey, firstPath: UInt64, step: UInt64,
    uniform: Lanes
  ) -> Lanes {
    key.fillNormals(momenta, firstPath: firstPath, step: step)
    let before = energy(of: law) + 0.5 * squaredNorm(momenta)
    trial.copy(from: weights)
    trialGradient.copy(from: gradient)
    let trialLoss = leapfrog(law, move)
    let trialEnergy = reference.energy(at: trial)
    let after =
      law.referenceWeight * trialEnergy + law.inverseTemperature * trialLoss + 0.5 * squaredNorm(momenta)
    let finite = after.magnitude .< Double.infinity
    let ratio = exp((before - after).replacing(with: 0, where: .!(before .<= after)))
    let probability = Lanes.zero.replacing(with: ratio, where: finite)
    accept(uniform .< probability, loss: trialLoss, energy: trialEnergy)
    return probability
  }

  private func accept(_ accepted: SIMDMask<SIMD16<Int64>>, loss trialLoss: Lanes, energy trialEnergy: Lanes) {
    for k in 0..<dimension {
      weights[k].replace(with: trial[k], where: accepted)
      gradient[k].replace(with: trialGradient[k], where: accepted)
    }
    loss.replace(with: trialLoss, where: accepted)
    energy.replace(with: trialEnergy, where: accepted)
  }

  /// p −= ½ε c∇φ; then (w += ε c p; p −= ε c∇φ) with the last kick halved. c is the diagonal scale.
  /// - Returns: L where it ends
  private func leapfrog(_ law: BridgePoint, _ move: HamiltonianMove) -> Lanes {
    kick(law, move, 0.5 * move.stepSize)
    for _ in 1..<move.steps {
      drift(move)
      potential.gradient(at: trial, into: trialGradient, scratch: scratch)
      kick(law, move, move.stepSize)
    }
    drift(move)
    var loss = Lanes.zero
    potential.valueAndGradient(at: trial, value: &loss, into: trialGradient, scratch: scratch)
    kick(law, move, 0.5 * move.stepSize)
    return loss
  }

  private func drift(_ move: HamiltonianMove) {
    for k in 0..<dimension {
      trial[k] = trial[k].adding(momenta[k], times: Lanes(repeating: move.stepSize * move.scale[k]))
    }
  }

  private func kick(_ law: BridgePoint, _ move: HamiltonianMove, _ duration: Double) {
    for k in 0..<dimension {
      var force = law.inverseTemperature * trialGradient[k]
      if law.referenceWeight > 0 {
        force += (law.referenceWeight / reference.variances[k]) * (trial[k] - reference.mean[k])
      }
      momenta[k] = momenta[k].adding(force, times: Lanes(repeating: -duration * move.scale[k]))
    }
  }

  /// Exchanges walkers with another block where the mask says so.
  func exchange(with other: WalkerBlock, where chosen: SIMDMask<SIMD16<Int64>>) {
    for k in 0..<dimension {
      Self.exchange(&weights.base[k], &other.weights.base[k], chosen)
      Self.exchange(&gradient.base[k], &other.gradient.base[k], chosen)
    }
    Self.exchange(&loss, &other.loss, chosen)
    Self.exchange(&energy, &other.energy, chosen)
  }

  /// Puts a copy of a walker of another block into a lane.
  func copy(_ source: Int, of other: WalkerBlock, to lane: Int) {
    for k in 0..<dimension {
      weights[k][lane] = other.weights[k][source]
      gradient[k][lane] = other.gradient[k][source]
    }
    loss[lane] = other.loss[source]
    energy[lane] = other.energy[source]
  }

  private static func exchange(_ a: inout Lanes, _ b: inout Lanes, _ chosen: SIMDMask<SIMD16<Int64>>) {
    let old = a
    a.replace(with: b, where: chosen)
    b.replace(with: old, where: chosen)
  }
}

/// How a Hamiltonian proposal is made.
struct HamiltonianMove: Sendable {
  /// ε, in units of the scale
  var stepSize: Double
  /// Leapfrog steps
  var steps: Int
  /// c, D positive numbers: about the standard deviation of each coordinate
  var scale: [Double]
}

/// ‖w‖²
func squaredNorm(_ w: LaneVector) -> Lanes {
  var sum = Lanes.zero
  for k in 0..<w.count { sum = sum.adding(w[k], times: w[k]) }
  return sum
}
