import Stochastic

/// p(H) with p the Chebyshev polynomial that is at most 1 on [cut, supremum] and grows fast below.
///
/// p(λ) = T_m(x), x = (supremum + cut − 2λ)/(supremum − cut): the lowest eigenvectors of H are the highest of p(H).
struct ChebyshevFilter {
  let degree: Int
  let cut: Double
  let supremum: Double

  /// - Parameter strength: p(0) ≈ cosh(strength)
  init(cut: Double, supremum: Double, strength: Double = 5) {
    self.cut = cut
    self.supremum = supremum
    degree = max(Int((strength / 2 * (supremum / cut).squareRoot()).rounded(.up)), 4)
  }

  /// p(H) source into target; `apply` writes scale·(H x) + shift·x − y into y, given (x, y, scale, shift).
  func apply(
    _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>, order: Int,
    _ apply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Double, Double) -> Void
  ) {
    let width = supremum - cut
    let (scale, shift) = (-2 / width, (supremum + cut) / width)
    var storage = [Double](unsafeUninitializedCapacity: 2 * order) { buffer, count in
      buffer.initialize(repeating: 0)
      count = 2 * order
    }
    storage.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var (older, newer) = (base, base + order)
      older.update(from: source, count: order)
      apply(older, newer, scale, shift)  // y was 0: T₁
      for _ in 1..<degree {
        apply(newer, older, 2 * scale, 2 * shift)
        swap(&older, &newer)
      }
      target.update(from: newer, count: order)
    }
  }
}

/// An operator that a polynomial filter can be applied to.
protocol FilteredOperator: FactorizedOperator {
  /// Above all eigenvalues
  var supremum: Double { get }
  /// The part of a vector that lives where the operator does.
  func confine(_ source: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>)
  /// scale·(H x) + shift·x − y into y; `scratch` is as long as x.
  func advance(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, scale: Double, shift: Double,
    scratch: UnsafeMutablePointer<Double>)
}

extension FilteredOperator {
  /// The lowest eigenpairs through a polynomial filter.
  ///
  /// An error d in a vector is at most d² · supremum in an eigenvalue: the tolerance makes that a small part of
  /// `accuracy` times the smallest eigenvalue.
  ///
  /// - Parameters:
  ///   - search: how many, and what a coarse grid says about them
  ///   - accuracy: relative, of the eigenvalues
  func modesByFilter(_ search: ModeSearch, accuracy: Double, control: RunControl?) throws -> Modes {
    let (count, cut) = (search.count, search.cut)
    let tolerance = (1e-5 * accuracy * search.least / supremum).squareRoot()
    let filter = ChebyshevFilter(cut: cut, supremum: supremum)
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: 2 * order)
    defer { scratch.deallocate() }
    let inside = scratch + order
    return try lowestModes(
      count: count, tolerance: max(tolerance, 1e-12), control: control
    ) { source, target in
      confine(source, into: inside)
      filter.apply(inside, target, order: order) { x, y, scale, shift in
        advance(x, y, scale: scale, shift: shift, scratch: scratch)
      }
    }
  }
}
