import Gibbs
import Stochastic
import Testing

/// Slow regions that hold next to no mass: plateaus on which a neuron is saturated, above the energies that matter for
/// integrals. The truths on the line are an independent program's, on the whole of it.
@Suite struct SlowRegionTests {
  struct Plateau: Sendable, CustomStringConvertible {
    let activation: String
    let beta, outer: Double
    let inputs, labels: [Double]
    let regularization, learningRate, gap, tolerance: Double

    var description: String { "\(activation) \(inputs) s = \(learningRate)" }

    var potential: WrappedPotential {
      .net(
        activation: activation, beta: beta, outer: [outer], inputs: inputs.map { [$0] }, labels: labels,
        regularization: regularization)
    }

    static func tanh(_ learningRate: Double, gap: Double) -> Plateau {
      Plateau(
        activation: "tanh", beta: 1, outer: 1, inputs: [5], labels: [0.8], regularization: 0.01,
        learningRate: learningRate, gap: gap, tolerance: 1e-5)
    }

    static let all = [
      tanh(0.02, gap: 0.0160044), tanh(0.03, gap: 0.0144363), tanh(0.04, gap: 0.0135848),
      Plateau(
        activation: "tanh", beta: 1, outer: 4.05, inputs: [-7.44, -18.77, -11.98],
        labels: [2.58, 0.24, -1.96], regularization: 0.0351, learningRate: 0.00176, gap: 0.2521,
        tolerance: 1e-3),
      Plateau(
        activation: "sigmoid", beta: 45, outer: -3.52, inputs: [13.05], labels: [0.93], regularization: 3.47,
        learningRate: 0.0387, gap: 3.948, tolerance: 1e-3),
    ]
  }

  private func boxBelow(_ level: Double, _ potential: WrappedPotential) -> [ClosedRange<Double>] {
    let reach = potential.sublevelRadius(level)
    return [ClosedRange<Double>](repeating: -reach...reach, count: potential.dimension)
  }

  private func report(_ potential: WrappedPotential, _ s: Double) throws -> GibbsReport {
    let start = [Double](repeating: 0, count: potential.dimension)
    return try GibbsMeasure(potential, initial: .gaussian(mean: start, standardDeviation: 0.01)).report(
      learningRate: s, method: .deterministic, radii: nil)
  }

  @Test(arguments: Plateau.all)
  func plateauOfTheLine(_ plateau: Plateau) throws {
    let gap = try report(plateau.potential, plateau.learningRate).spectralGap
    let value = try #require(gap.value)
    #expect((value / plateau.gap - 1).magnitude < plateau.tolerance)
  }

  /// However narrow the interval to begin with.
  @Test(arguments: [0.05, 0.5, 2])
  func theIntervalGrows(reach: Double) throws {
    let plateau = Plateau.tanh(0.03, gap: 0.0144363)
    let report = try wholeSpectrum(
      of: plateau.potential, learningRate: 0.03, box: [(0.2 - reach)...(0.2 + reach)], count: 3)
    #expect((report.eigenvalues[0].value / plateau.gap - 1).magnitude < 1e-5)
  }

  /// The gap of a sum is the smaller one of its parts.
  @Test func plateausOnTheAxesOfThePlane() throws {
    let line = WrappedPotential.net(
      activation: "tanh", beta: 1, outer: [1.83], inputs: [[-1.76], [1.6], [0.92], [1.44]],
      labels: [-1.23, 1.1, -0.75, 1.32], regularization: 0.165)
    let potential = WrappedPotential(
      regularized: SumOfLines(parts: [line.base, line.base]), by: 0.165, supremum: 10.1)
    let gap = try report(potential, 0.0194).spectralGap
    let (value, error) = try (#require(gap.value), #require(gap.error))
    #expect((value - 4.674595).magnitude <= min(error, 1e-4 * 4.674595))
    #expect(error < 1e-3 * value)
  }

  /// A unit without effect on the loss adds an Ornstein–Uhlenbeck process, eigenvalues λ = 0.01, 2λ, …
  @Test(arguments: [(0.02, 0.0160044), (0.03, 0.0144363), (0.04, 0.0135848)])
  func plateauBesideAnIdleUnit(s: Double, plateau: Double) throws {
    let potential = WrappedPotential.net(
      activation: "tanh", beta: 1, outer: [1, 0], inputs: [[5]], labels: [0.8], regularization: 0.01)
    let eigenvalues = try report(potential, s).eigenvalues
    for (mine, truth) in zip(eigenvalues, [0.01, plateau]) {
      #expect((mine.value / truth - 1).magnitude < 1e-4)
      #expect(mine.error < 1e-3 * truth)
    }
  }

  /// In space, against sums of the eigenvalues of the line.
  @Test func plateauBesideTwoIdleUnits() throws {
    func net(_ outer: [Double]) -> WrappedPotential {
      .net(activation: "tanh", beta: 1, outer: outer, inputs: [[3]], labels: [0.8], regularization: 0.05)
    }
    let line = try wholeSpectrum(of: net([1]), learningRate: 0.1, box: [-6...6], count: 2).eigenvalues
      .map(\.value)
    let space = net([1, 0, 0])
    let eigenvalues = try wholeSpectrum(
      of: space, learningRate: 0.1, box: boxBelow(1.3, space), count: 3
    ).eigenvalues
    let truths = ([0.05, 0.05, 0.1] + line).sorted()
    #expect(truths[2] < 0.1)
    for (mine, truth) in zip(eigenvalues, truths) {
      #expect((mine.value / truth - 1).magnitude < 5e-3)
    }
  }

  /// Escape from a wide plateau into a pit that holds all of the mass, against the radial equations.
  @Test(arguments: [2.0, 3, 9])
  func plateauAroundAPit(radius: Double) throws {
    let (s, pit) = (0.04, PlateauAroundPit(dimension: 2, regularization: 0.01, depth: 1, width: 0.7))
    let truth = pit.gap(learningRate: s, radius: radius)
    let gap =
      radius < 9
      ? try neumannGap(of: pit, learningRate: s, radius: radius)
      : try wholeSpectrum(of: pit.wrapped, learningRate: s, box: [-1...1, -1...1], count: 1).eigenvalues[0]
    #expect((gap.value - truth).magnitude <= gap.error)
    #expect((gap.value / truth - 1).magnitude < 1e-3)
  }

  /// No grid covers the plateau and resolves the pit: the error must say so.
  @Test func plateauTooWideForAGridIsNamed() throws {
    let (s, pit) = (0.04, PlateauAroundPit(dimension: 2, regularization: 0.01, depth: 1, width: 0.03))
    let report = try wholeSpectrum(of: pit.wrapped, learningRate: s, box: [-1...1, -1...1], count: 1)
    let (gap, truth) = (report.eigenvalues[0], pit.gap(learningRate: s, radius: 9))
    #expect((gap.value - truth).magnitude <= gap.error)
    #expect(report.remark?.contains("slow region") == true)
  }

  /// Where no slow region lies outside of the box, nothing changes.
  @Test(arguments: [0.02, 0.1, 1])
  func doubleWellIsUnchanged(s: Double) throws {
    let box = boxBelow(0.25 + 40 * s, .doubleWell)
    let whole = try wholeSpectrum(of: WrappedPotential.doubleWell, learningRate: s, box: box)
    let inside = try spectrum(of: DoubleWell(), learningRate: s, box: box)
    for (one, other) in zip(whole.eigenvalues, inside.eigenvalues) {
      #expect((one.value / other.value - 1).magnitude < 1e-9)
    }
  }

  @Test(arguments: GibbsReference.cases(dimension: 1...1) + GibbsReference.cases(dimension: 2...2))
  func referenceGapsStay(_ reference: GibbsReference.Case) throws {
    let report = try wholeSpectrum(
      of: reference.potential, learningRate: reference.learningRate, box: reference.box, count: 2)
    let truth = reference.answers.gap
    let tolerance = reference.potential.dimension == 2 ? 1e-4 : 1e-7
    #expect((report.eigenvalues[0].value - truth.value).magnitude <= tolerance * truth.value + truth.error)
  }
}

/// L(w) = Σ_k L_k(w_k)
private struct SumOfLines: TwiceDifferentiable {
  let parts: [any TwiceDifferentiable]

  var dimension: Int { parts.count }
  var scratchCount: Int { parts.reduce(0) { max($0, $1.scratchCount) } }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    parts.indices.reduce(into: Lanes.zero) { $0 += parts[$1].value(at: w.slice($1, 1), scratch: scratch) }
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in parts.indices {
      parts[k].gradient(at: w.slice(k, 1), into: gradient.slice(k, 1), scratch: scratch)
    }
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    parts.indices.reduce(into: Lanes.zero) { $0 += parts[$1].laplacian(at: w.slice($1, 1), scratch: scratch) }
  }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    for k in parts.indices {
      parts[k].hessian(at: w.slice(k, 1), into: hessian.slice(k * (dimension + 1), 1), scratch: scratch)
    }
  }
}
