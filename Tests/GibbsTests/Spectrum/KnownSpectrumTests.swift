import Foundation
import Gibbs
import Stochastic
import Testing

/// Against closed forms, asymptotics, and sums of one-dimensional eigenvalues.
@Suite struct KnownSpectrumTests {
  private func wellBox(_ s: Double) -> ClosedRange<Double> {
    let reach = (1 + 2 * (0.25 + 40 * s).squareRoot()).squareRoot()
    return -reach...reach
  }

  private func wellGap(_ s: Double, count: Int = 1) throws -> [Double] {
    try spectrum(of: DoubleWell(), learningRate: s, box: [wellBox(s)], count: count).eigenvalues
      .map(\.value)
  }

  @Test(arguments: [1, 2, 3])
  func ornsteinUhlenbeck(dimension: Int) throws {
    let (theta, s) = (0.7, 0.2)
    let reach = 9 * (s / theta).squareRoot()
    let report = try spectrum(
      of: Quadratic(dimension: dimension, regularization: theta), learningRate: s,
      box: [ClosedRange<Double>](repeating: -reach...reach, count: dimension))
    let multiples = [[1, 2, 3, 4, 5], [1, 1, 2, 2, 2], [1, 1, 1, 2, 2]][dimension - 1]
    let tolerance = [1e-12, 1e-4, 5e-3][dimension - 1]
    for (eigenvalue, multiple) in zip(report.eigenvalues, multiples) {
      let difference = (eigenvalue.value - Double(multiple) * theta).magnitude
      #expect(difference < tolerance * theta)
      #expect(difference <= eigenvalue.error + 1e-12)
    }
  }

  /// λ_1 = (√(L″(1) |L″(0)|)/π) e^(−2·(1/4)/s) (1 + O(s)) for two equal wells.
  @Test(arguments: [0.005, 0.01, 0.02])
  func eyringKramers(s: Double) throws {
    let asymptote = 2.0.squareRoot() / Double.pi * exp(-0.5 / s)
    let ratio = try wellGap(s)[0] / asymptote
    #expect(ratio < 1)
    #expect(ratio > 1 - 2 * s)
  }

  /// The correction to Eyring and Kramers is linear in s: halving s halves it.
  @Test func eyringKramersCorrection() throws {
    let defects = try [0.01, 0.005].map { s in
      1 - (try wellGap(s)[0]) / (2.0.squareRoot() / Double.pi * exp(-0.5 / s))
    }
    #expect((defects[0] / defects[1] - 2).magnitude < 0.1)
  }

  @Test func isolatedWellsAreRefused() {
    #expect(throws: SpectrumError.self) { try wellGap(5e-4) }
  }

  @Test(arguments: [0.0627, 0.0288, 0.0187])
  func metastableInThePlane(s: Double) throws {
    let truth = try wellGap(s)[0]
    let reach = 9 * s.squareRoot()
    let report = try spectrum(
      of: WellAndValley(stiffness: [1]), learningRate: s, box: [wellBox(s), -reach...reach], count: 2)
    let gap = report.eigenvalues[0]
    #expect((gap.value / truth - 1).magnitude < 1e-4)
    #expect((gap.value - truth).magnitude <= gap.error)
    #expect(report.remark == nil)
  }

  @Test func metastableInSpace() throws {
    let s = 0.0288
    let truth = try wellGap(s)[0]
    let reach = 9 * s.squareRoot()
    let report = try spectrum(
      of: WellAndValley(stiffness: [1, 2]), learningRate: s,
      box: [wellBox(s), -reach...reach, -reach...reach], count: 1)
    let gap = report.eigenvalues[0]
    #expect((gap.value / truth - 1).magnitude < 5e-3)
    #expect((gap.value - truth).magnitude <= gap.error)
  }

  /// Without a potential the gap of the unit ball is s/2 times the square of the first zero of the derivative of the
  /// Bessel function J_1, in space of the spherical one j_1.
  @Test(arguments: [(2, 1.8411837813406593, 1e-5), (3, 2.0815759778181, 5e-3)])
  func flatBall(dimension: Int, root: Double, tolerance: Double) throws {
    let flat = try Quadratic(dimension: dimension, regularization: 1e-9)
    let gap = try neumannGap(of: flat, learningRate: 2, radius: 1)
    #expect((gap.value / (root * root) - 1).magnitude < tolerance)
    #expect((gap.value - root * root).magnitude <= gap.error + 1e-8)
  }

  @Test func threadsDoNotChangeABit() throws {
    let reports = try [1, 2].map { threads in
      try spectrum(
        of: WellAndValley(stiffness: [1]), learningRate: 0.3, box: [wellBox(0.3), -5...5], count: 3,
        threads: threads)
    }
    #expect(reports[0].eigenvalues == reports[1].eigenvalues)
  }

  /// Eigenfunctions of the Ornstein–Uhlenbeck process are Hermite polynomials, the first one w/σ.
  @Test func eigenfunctionsOfTheLine() throws {
    let report = try spectrum(
      of: Quadratic(dimension: 1, regularization: 1), learningRate: 2, box: [-9...9], count: 2,
      eigenfunctionCount: 2)
    for (place, value) in zip(report.eigenfunctions[0].axes[0], report.eigenfunctions[0].values)
    where place.magnitude < 3 {
      #expect((value - place).magnitude < 5e-3)
    }
    for (place, value) in zip(report.eigenfunctions[1].axes[0], report.eigenfunctions[1].values)
    where place.magnitude < 3 {
      #expect((value - (place * place - 1) / 2.0.squareRoot()).magnitude < 1e-2)
    }
  }

  @Test func slowDirectionOfThePlane() throws {
    let s = 0.1
    let report = try spectrum(
      of: WellAndValley(stiffness: [1]), learningRate: s, box: [wellBox(s), -3...3], count: 2,
      eigenfunctionCount: 1)
    let slow = report.eigenfunctions[0]
    let row = slow.axes[1].count
    for (index, value) in slow.values.enumerated() where !value.isNaN {
      let place = (slow.axes[0][index / row], slow.axes[1][index % row])
      if place.0.magnitude > 0.8, place.0.magnitude < 1.2, place.1.magnitude < 0.3 {
        #expect((value - (place.0 > 0 ? 1 : -1)).magnitude < 0.05)
      }
    }
  }

  @Test func cancelledRunsStop() {
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      try spectrum(
        of: WellAndValley(stiffness: [1]), learningRate: 0.1, box: [-2...2, -3...3], control: control)
    }
  }

  @Test func badArgumentsAreRefused() {
    #expect(throws: SpectrumError.self) {
      try spectrum(of: DoubleWell(), learningRate: 0, box: [-1...1])
    }
    #expect(throws: SpectrumError.self) {
      try spectrum(of: DoubleWell(), learningRate: 1, box: [-1...1, -1...1])
    }
    #expect(throws: SpectrumError.self) { try neumannGap(of: DoubleWell(), learningRate: 1, radius: 0) }
  }
}
