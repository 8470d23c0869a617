import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Equally weighted particles that follow a bridge from the reference to the target.
///
/// Random numbers are addressed by (seed, stage, replicate, particle, step).
final class ParticleSystem<P: Potential> {
  let bridge: Bridge
  private(set) var blocks: [WalkerBlock<P>]
  private var spare: [WalkerBlock<P>]
  private let seed: UInt64
  private let firstPath: UInt64
  private let uniforms = LaneStorage(count: 2)
  private var step: UInt64 = 0

  init(_ potential: P, bridge: Bridge, blocks count: Int, seed: UInt64, stage: UInt64, replicate: Int) {
    self.bridge = bridge
    self.seed = seed
    firstPath = stage << 40 | UInt64(replicate) << 24
    blocks = (0..<count).map { _ in WalkerBlock(potential, reference: bridge.reference) }
    spare = (0..<count).map { _ in WalkerBlock(potential, reference: bridge.reference) }
    let key = StreamKey(seed: seed, purpose: .referenceDraws)
    for (index, block) in blocks.enumerated() {
      block.redraw(key, firstPath: firstPath + UInt64(16 * index), step: 0)
    }
  }

  /// log weights φ_from − φ_to of all particles.
  func logarithms(from: BridgePoint, to: BridgePoint) -> [Double] {
    blocks.flatMap { block in
      let difference = block.energy(of: from) - block.energy(of: to)
      return (0..<16).map { difference[$0] }
    }
  }

  /// Systematic resampling in proportion to e^logarithm: particle i is kept ⌊·⌋ or ⌈·⌉ of its expected number
  /// of times.
  func resample(_ logarithms: [Double]) {
    step += 1
    let largest = logarithms.max() ?? 0
    let weights = logarithms.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    let words = StreamKey(seed: seed, purpose: .resampling).words(path: firstPath, step: step, group: 0)
    let offset = (Double(words[0]) + 0.5) * 0x1p-32
    var (source, passed) = (0, weights[0])
    for particle in weights.indices {
      let goal = (Double(particle) + offset) * total / Double(weights.count)
      while passed < goal, source < weights.count - 1 {
        source += 1
        passed += weights[source]
      }
      spare[particle / 16].copy(source % 16, of: blocks[source / 16], to: particle % 16)
    }
    swap(&blocks, &spare)
  }

  /// One Hamiltonian move of all particles with jittered trajectories of up to half a period.
  /// - Returns: the mean probability of acceptance
  func move(_ law: BridgePoint, stepSize: Double, scale: [Double]) -> Double {
    step += 1
    let momenta = StreamKey(seed: seed, purpose: .momenta)
    let choices = StreamKey(seed: seed, purpose: .acceptance)
    let longest = min((Double.pi / stepSize).rounded(.up), 32)
    var sum = 0.0
    for (index, block) in blocks.enumerated() {
      let path = firstPath + UInt64(16 * index)
      choices.fillUniforms(uniforms.vector, firstPath: path, step: step)
      let steps = 1 + Int(uniforms.vector[1][0] * longest)
      let proposal = HamiltonianMove(stepSize: stepSize, steps: steps, scale: scale)
      sum += block.move(
        law, proposal, momenta, firstPath: path, step: step, uniform: uniforms.vector[0]
      ).sum()
    }
    return sum / Double(16 * blocks.count)
  }
}
