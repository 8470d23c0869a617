import CARPACK
import Synchronization

/// ARPACK keeps the state of its reverse communication in Fortran SAVE variables: one computation at a time.
private let arpackTurn = Mutex<Void>(())

/// The eigenvectors of the `count` algebraically largest eigenvalues of a symmetric operator on R^n,
/// orthonormal, one after another, largest first (ARPACK dsaupd and dseupd, mode 1).
///
/// The start vector is fixed, so the answer is reproducible bit for bit.
///
/// - Parameters:
///   - krylov: Lanczos vectors kept, at least count + 1 and at most n
///   - tolerance: relative residual at which an eigenvalue counts as converged
///   - apply: writes the operator times its first argument into its second
/// - Throws: `SpectrumError.arpack` with ARPACK's info code; what `apply` throws.
/// Reference: Lehoucq, Sorensen and Yang, ARPACK Users' Guide, SIAM 1998.
func largestEigenvectors(
  count: Int, order n: Int, krylov: Int, tolerance: Double,
  apply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) throws -> Void
) throws -> [Double] {
  try arpackTurn.withLock { _ in
    var run = ArpackRun(count: count, order: n, krylov: min(krylov, n), tolerance: tolerance)
    try run.iterate(apply)
    return try run.vectors()
  }
}

private struct ArpackRun {
  let count: Int32
  let order: Int32
  let krylov: Int32
  let tolerance: Double
  private var residual: [Double]
  private var basis: [Double]
  private var work: [Double]
  private var projected: [Double]
  private var parameters = [Int32](repeating: 0, count: 11)
  private var pointers = [Int32](repeating: 0, count: 11)
  private var info: Int32 = 1

  init(count: Int, order: Int, krylov: Int, tolerance: Double) {
    self.count = Int32(count)
    self.order = Int32(order)
    self.krylov = Int32(krylov)
    self.tolerance = tolerance
    residual = fixedVector(order)
    basis = [Double](repeating: 0, count: order * krylov)
    work = [Double](repeating: 0, count: 3 * order)
    projected = [Double](repeating: 0, count: krylov * (krylov + 8))
    parameters[0] = 1  // exact shifts
    parameters[2] = 300  // restarts
    parameters[6] = 1  // A x = λ x
  }

  mutating func iterate(_ apply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) throws -> Void) throws
  {
    var request: Int32 = 0
    while true {
      dsaupd_c(
        &request, "I", order, "LA", count, tolerance, &residual, krylov, &basis, order, &parameters,
        &pointers, &work, &projected, Int32(projected.count), &info)
      guard request == -1 || request == 1 else { break }
      let (source, target) = (Int(pointers[0]) - 1, Int(pointers[1]) - 1)
      try work.withUnsafeMutableBufferPointer { work in
        guard let base = work.baseAddress else { return }
        try apply(UnsafePointer(base + source), base + target)
      }
    }
    guard info == 0, request == 99 else {
      throw SpectrumError.arpack(
        routine: "dsaupd", info: Int(info), expected: "0, convergence in \(parameters[2]) restarts")
    }
  }

  /// ARPACK gives the eigenvalues in ascending order.
  mutating func vectors() throws -> [Double] {
    var values = [Double](repeating: 0, count: Int(count))
    var vectors = [Double](repeating: 0, count: Int(order) * Int(count))
    let select = [Int32](repeating: 0, count: Int(krylov))
    dseupd_c(
      1, "A", select, &values, &vectors, order, 0, "I", order, "LA", count, tolerance, &residual, krylov,
      &basis, order, &parameters, &pointers, &work, &projected, Int32(projected.count), &info)
    guard info == 0 else {
      throw SpectrumError.arpack(routine: "dseupd", info: Int(info), expected: "0")
    }
    let n = Int(order)
    return (0..<Int(count)).reversed().flatMap { vectors[$0 * n..<($0 + 1) * n] }
  }
}

/// Numbers in (−1, 1) without pattern, the same every time (SplitMix64 from a fixed state).
func fixedVector(_ count: Int) -> [Double] {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double(Int64(bitPattern: bits ^ (bits >> 31))) * 0x1p-63
  }
}
