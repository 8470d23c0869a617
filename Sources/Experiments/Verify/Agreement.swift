import Foundation
import Stochastic

/// A number that is known, and what was found.
struct Agreement: Sendable {
  let statement: String
  let expected: Double
  let found: Double
  var standardError = 0.0
  /// What else they may differ by: a discretisation error, the error of a quadrature
  var allowance = 0.0

  /// In standard errors: a normal number is beyond it once in 150,000.
  static let gate = 4.5

  /// How far apart they may be
  var tolerance: Double { Self.gate * standardError + allowance }
  var holds: Bool { abs(found - expected) <= tolerance }
}

extension Agreement {
  /// At its finest step a scheme is as near the reference as its own discretisation error, judged from the two finest
  /// steps: |e(h)| ≤ 4.5 standard errors + 1.5 |e(2h) − e(h)|/(2^p − 1).
  ///
  /// A scheme of the right order that goes to another limit fails.
  static func oneLimit(_ row: OrderRow) -> Agreement? {
    let errors = row.data.errors
    guard errors.count > 1 else { return nil }
    let (coarse, fine) = (errors[errors.count - 2], errors[errors.count - 1])
    let ratio = row.data.steps[errors.count - 2] / row.data.steps[errors.count - 1]
    let change = row.nominal.value.map { abs(coarse - fine) / (pow(ratio, $0) - 1) } ?? 0
    return Agreement(
      statement: "\(row.scheme) on the \(row.problem): E L at the finest step, less the common limit",
      expected: 0, found: fine, standardError: row.data.standardErrors[errors.count - 1],
      allowance: 1.5 * change)
  }

  /// E‖W‖² under the scheme's own invariant law on a quadratic: D s/(λ(2 − λ dt)) for Euler–Maruyama.
  static func quadraticBias(_ row: OrderRow, of bench: OrderBench) -> [Agreement] {
    guard let quadratic = bench.problem.potential as? Quadratic,
      row.scheme == Integrator.eulerMaruyama.rawValue
    else { return [] }
    let lambda = quadratic.regularization
    let scale = Double(quadratic.dimension) * bench.problem.learningRate / lambda
    return row.data.steps.enumerated().map { place, step in
      Agreement(
        statement: "\(row.scheme) on the quadratic, dt = \(step.shortText): its bias of E |W|^2",
        expected: scale / (2 - lambda * step) - scale / 2, found: row.data.errors[place],
        standardError: row.data.standardErrors[place])
    }
  }

  /// Random123's published blocks (kat_vectors, "philox4x32 10"): how many of 12 words come out.
  static func philox() -> Agreement {
    let blocks: [(SIMD4<UInt32>, UInt64, SIMD4<UInt32>)] = [
      ([0, 0, 0, 0], 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], .max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    let right = blocks.reduce(0) { count, block in
      let words = Philox.block(counter: block.0, key: block.1)
      return count + (0..<4).count { words[$0] == block.2[$0] }
    }
    return Agreement(
      statement: "Philox4x32-10: words of three published blocks", expected: 12, found: Double(right))
  }

  /// From w = 20 in a double well with dt = 1/16 Euler–Maruyama leaves for infinity and tamed Euler does not.
  static func taming(seed: UInt64, threads: Int, control: RunControl) throws -> [Agreement] {
    let paths = 1024
    let state = try Ensemble(
      potential: DoubleWell(), learningRate: 0.5, initial: .point([20]), times: [4],
      curves: [Integrator.eulerMaruyama, .tamedEuler].map {
        Curve($0.rawValue, .sde(integrator: $0, stepSize: 1.0 / 16))
      }, paths: paths, seed: seed, threads: threads
    ).run(control: control.part())
    if control.isCancelled { throw CancellationError() }
    return [("euler-maruyama", paths), ("tamed-euler", 0)].enumerated().map { curve, expected in
      Agreement(
        statement: "\(expected.0) from w = 20 in the double well, dt = 1/16: diverged paths of \(paths)",
        expected: Double(expected.1), found: Double(state.divergences[curve].count))
    }
  }
}
