import GSL
import Stochastic

/// Distinct local minima, polished, with how many starts ended in each.
struct MinimumCollection<P: GibbsPotential> {
  let potential: P
  private(set) var minima: [(minimum: LocalMinimum, starts: Int, gradientNorm: Double)] = []
  /// Ends that are no minima: saddles and points the search gave up at
  private(set) var rejected = 0
  private let control: RunControl?
  private let newton: CriticalPoint<P>

  init(_ potential: P, control: RunControl? = nil) {
    self.potential = potential
    self.control = control
    newton = CriticalPoint(potential)
  }

  /// - Parameter isStart: whether to count it among the starts.
  /// - Throws: `GSLError`; `CancellationError`.
  mutating func add(_ end: LocalMinimization, isStart: Bool) throws {
    if let known = index(of: end.point, within: 1e-5) {
      minima[known].starts += isStart ? 1 : 0
      return
    }
    guard let found = try settle(end.point) else {
      rejected += isStart ? 1 : 0
      return
    }
    if let known = index(of: found.weights, within: 1e-6) {
      minima[known].starts += isStart ? 1 : 0
    } else {
      let minimum = LocalMinimum(
        value: found.value, weights: found.weights, hessianEigenvalues: found.system.values)
      minima.append((minimum, isStart ? 1 : 0, found.gradientNorm))
    }
  }

  /// The minima by value, those of equal value in the order of their weights.
  func sorted() -> [(minimum: LocalMinimum, starts: Int, gradientNorm: Double)] {
    var rest = minima.sorted { $0.minimum.value < $1.minimum.value }
    var result: [(minimum: LocalMinimum, starts: Int, gradientNorm: Double)] = []
    while let first = rest.first {
      let level = first.minimum.value + 1e-12 * max(1, first.minimum.value.magnitude)
      let group = rest.prefix { $0.minimum.value <= level }
      rest.removeFirst(group.count)
      result += group.sorted { $0.minimum.weights.lexicographicallyPrecedes($1.minimum.weights) }
    }
    return result
  }

  /// Polishes; leaves a saddle downhill and descends again. Nil if no minimum is reached.
  private func settle(_ end: [Double]) throws -> CriticalPoint<P>.Found? {
    var point = end
    for _ in 0..<4 {
      if control?.isCancelled == true { throw CancellationError() }
      let found =
        potential.dimension <= polishedDimension
        ? try newton.polish(point, index: 0, stepLimit: 0.1 * max(1, euclideanNorm(point)), iterations: 20)
        : try examine(point)
      let scale = found.system.values.reduce(0) { max($0, $1.magnitude) }
      guard let least = found.system.values.first, found.gradientNorm <= 1e-5 * max(1, scale) else {
        return nil
      }
      if least > -1e-9 * scale { return found }
      let shift = 1e-3 * max(1, euclideanNorm(found.weights))
      let start = zip(found.weights, found.system.vectors[0]).map { $0 + shift * $1 }
      let ends = try descendStarts(potential, from: [start], threads: 1, control: control)
      guard let next = ends.first else { return nil }
      point = next.point
    }
    return nil
  }

  /// The eigenvalues of thousands of weights take long and cannot be interrupted: they are left alone on a stop.
  private func examine(_ point: [Double]) throws -> CriticalPoint<P>.Found {
    let potential = potential
    return try abandoningOnStop(control) { try CriticalPoint(potential).examine(point) }
  }

  private func index(of point: [Double], within tolerance: Double) -> Int? {
    minima.firstIndex {
      euclideanDistance($0.minimum.weights, point) <= tolerance * max(1, euclideanNorm(point))
    }
  }
}
