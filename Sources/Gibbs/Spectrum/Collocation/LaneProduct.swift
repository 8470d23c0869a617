import Dispatch
import Stochastic

/// A small dense product C = A·B, sixteen columns and four rows at a time. B's rows are multiples of sixteen long.
struct LaneProduct {
  let rows: Int
  let depth: Int
  let columns: Int
  let left: UnsafePointer<Double>
  let leftStride: Int
  let right: UnsafePointer<Double>
  let rightStride: Int

  /// Hands the sums of the rows from `first` on, at most four, to `finish(row, column, sixteen sums)`.
  @inline(__always)
  func tile(from first: Int, _ finish: (Int, Int, Lanes) -> Void) {
    let last = rows - 1
    let a0 = left + first * leftStride
    let a1 = left + min(first + 1, last) * leftStride
    let a2 = left + min(first + 2, last) * leftStride
    let a3 = left + min(first + 3, last) * leftStride
    for column in stride(from: 0, to: columns, by: 16) {
      var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var b = right + column
      for k in 0..<depth {
        let lanes = loadLanes(b)
        s0 = s0.adding(lanes, times: Lanes(repeating: a0[k]))
        s1 = s1.adding(lanes, times: Lanes(repeating: a1[k]))
        s2 = s2.adding(lanes, times: Lanes(repeating: a2[k]))
        s3 = s3.adding(lanes, times: Lanes(repeating: a3[k]))
        b += rightStride
      }
      finish(first, column, s0)
      if first + 1 < rows { finish(first + 1, column, s1) }
      if first + 2 < rows { finish(first + 2, column, s2) }
      if first + 3 < rows { finish(first + 3, column, s3) }
    }
  }
}

@inline(__always)
func loadLanes(_ pointer: UnsafePointer<Double>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func storeLanes(_ value: Lanes, _ pointer: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
}

/// Calls `body` for 0 ..< count in a few contiguous pieces over threads; results must not depend on the order.
func forEachPiece(_ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
  guard threads > 1, count > 1 else { return body(0..<count) }
  let pieces = min(count, 4 * threads)
  DispatchQueue.concurrentPerform(iterations: pieces) { piece in
    body((count * piece / pieces)..<(count * (piece + 1) / pieces))
  }
}
