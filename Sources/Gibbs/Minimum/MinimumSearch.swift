import GSL
import Stochastic

/// The global minimum of L by many local searches, proved by branch and bound in up to three dimensions.
///
/// Every point where L ≤ L(0) lies within the potential's sublevel radius R; for a regularised risk
/// ‖W‖² ≤ 2(L(0) − inf U)/λ. Starts are the origin and points of that ball, and in up to three dimensions the
/// local minima of a grid over it; each runs BFGS and is polished by Newton's method.
public struct MinimumSearch: Sendable {
  /// Starts made, besides those of the grid; by dimension if nil
  public var starts: Int?
  public var seed: UInt64
  public var threads: Int
  /// Boxes the proof may look at; 0 for no proof
  public var boxLimit: Int

  public init(
    starts: Int? = nil, seed: UInt64 = 1, threads: Int = ProcessorCount.available, boxLimit: Int = 40_000
  ) {
    self.starts = starts
    self.seed = seed
    self.threads = threads
    self.boxLimit = boxLimit
  }

  /// - Throws: `ProblemError` if the set {L ≤ L(0)} is not known to be bounded or no minimum is found;
  ///   `GSLError`; `CancellationError` when `control` asks to stop.
  public func search<P: GibbsPotential>(_ potential: P, control: RunControl? = nil) throws -> MinimumReport {
    let size = potential.dimension
    let radius = try startingRadius(potential)
    let count = max(1, starts ?? affordableStarts(potential))
    let points = StartingPoints(dimension: size, radius: max(radius, 1e-3), seed: seed)
    var minima = MinimumCollection(potential, control: control)
    for end in try descendStarts(
      potential, from: (0..<count).map { points[$0] }, threads: threads, control: control)
    {
      try minima.add(end, isStart: true)
    }
    if size <= 3 {
      let box = Array(repeating: -max(radius, 1e-3)...max(radius, 1e-3), count: size)
      let grid = BoxGrid(box: box, resolution: [512, 64, 20][size - 1])
      let extra = try grid.localMinima(of: grid.values(of: potential, threads: threads, control: control))
      for end in try descendStarts(potential, from: extra, threads: threads, control: control) {
        try minima.add(end, isStart: false)
      }
    }
    let proof = try certify(potential, &minima, control)
    return try report(minima, count, proof)
  }

  /// 40, 48 and 56 starts in one to three dimensions, 64 above, fewer where samples times weights exceed 2¹⁴.
  private func affordableStarts<P: GibbsPotential>(_ potential: P) -> Int {
    let samples = (potential as? any FiniteSum)?.sampleCount ?? 1
    return min(32 + 8 * potential.dimension, 64, max(8, (64 << 14) / (samples * potential.dimension)))
  }

  private func startingRadius<P: GibbsPotential>(_ potential: P) throws -> Double {
    let origin = Array(repeating: 0.0, count: potential.dimension)
    let level = Evaluator(potential).value(at: origin)
    let radius = potential.sublevelRadius(level)
    guard radius.isFinite else {
      throw ProblemError(
        "the set where L <= L(0) = \(short(level)) is not known to be bounded (regularization "
          + "\(short(potential.regularization))); expected a positive regularization")
    }
    return radius
  }

  /// The proof, and what it finds beyond the minima known.
  private func certify<P: GibbsPotential>(
    _ potential: P, _ minima: inout MinimumCollection<P>, _ control: RunControl?
  ) throws -> BranchAndBound.Result? {
    guard boxLimit > 0, potential.dimension <= 3, let best = minima.sorted().first?.minimum else {
      return nil
    }
    let limit = affordableBoxes(boxLimit, potential)
    let known = minima.sorted().map(\.minimum.weights)
    let proof = try certifiedMinimum(potential, minimizers: known, boxLimit: limit, control: control)
    guard let proof, proof.range.upperBound < best.value - 1e-9 * max(1, best.value.magnitude) else {
      return proof
    }
    guard case .box(let place) = proof.place else { return proof }
    let start = place.map { RealInterval($0).midpoint }
    for end in try descendStarts(potential, from: [start], threads: 1, control: control) {
      try minima.add(end, isStart: false)
    }
    return proof
  }

  /// How many values the minima share, where it is fewer than there are minima.
  private func repetition(_ minima: [LocalMinimum]) -> String {
    let values = zip(minima.dropFirst(), minima).reduce(min(minima.count, 1)) { count, pair in
      let step = pair.0.value - pair.1.value
      return step > 1e-9 * max(1, pair.1.value.magnitude) ? count + 1 : count
    }
    guard values < minima.count else { return "" }
    let text = " with \(values) distinct " + (values == 1 ? "value" : "values") + " of L"
    return text + ": permuted units and other symmetries of L count as distinct minima"
  }

  private func report<P: GibbsPotential>(
    _ collection: MinimumCollection<P>, _ count: Int, _ proof: BranchAndBound.Result?
  ) throws -> MinimumReport {
    let minima = collection.sorted()
    guard let best = minima.first else {
      throw ProblemError("none of \(count) local searches ended in a minimum of L")
    }
    let value = best.minimum.value
    let level = value + 1e-9 * max(1, value.magnitude)
    let inBest = minima.filter { $0.minimum.value <= level }.reduce(0) { $0 + $1.starts }
    let curvature = max(best.minimum.hessianEigenvalues.first ?? 0, 1e-300)
    var error = best.gradientNorm * best.gradientNorm / (2 * curvature) + 0x1p-47 * value.magnitude
    if let range = proof?.range { error = max(value - range.lowerBound, range.upperBound - value, 0) }
    return MinimumReport(
      value: Exact(value: value, error: error), argmin: best.minimum.weights,
      localMinima: minima.map(\.minimum), starts: count, startsInBest: inBest, certified: proof?.range,
      statement: statement(count, inBest, minima.map(\.minimum), collection.rejected, proof))
  }

  private func statement(
    _ count: Int, _ inBest: Int, _ minima: [LocalMinimum], _ rejected: Int, _ proof: BranchAndBound.Result?
  ) -> String {
    var text =
      "\(inBest) of \(count) local searches ended at the least value; \(minima.count) distinct "
      + (minima.count == 1 ? "minimum" : "minima") + " found" + repetition(minima)
    if rejected > 0 { text += ", \(rejected) searches ended at no minimum" }
    if let proof {
      text +=
        "; min L is proved to lie in [\(proof.range.lowerBound), \(proof.range.upperBound)] by interval "
        + "branch and bound (\(proof.boxes) boxes). That no other local minimum exists is not proved."
    } else {
      text += ". That no lower minimum exists is not proved."
    }
    return text
  }
}
