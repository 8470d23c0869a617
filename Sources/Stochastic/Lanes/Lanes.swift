import CLanes

/// Sixteen paths at once: lane l of every coordinate belongs to path l of a block of sixteen paths.
public typealias Lanes = SIMD16<Double>

/// The bits of sixteen doubles.
@usableFromInline typealias LaneBits = SIMD16<UInt64>

/// A vector of lanes in memory owned by somebody else: one `Lanes` per coordinate, contiguous.
///
/// Weights, gradients, noise and scratch are all lane vectors. Indices are checked in debug builds only.
public struct LaneVector {
  public let base: UnsafeMutablePointer<Lanes>
  public let count: Int

  @inlinable @inline(always)
  public init(base: UnsafeMutablePointer<Lanes>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable
  public subscript(index: Int) -> Lanes {
    @inline(always) get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    @inline(always) nonmutating set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// The `count` coordinates from `start` on.
  @inlinable @inline(always)
  public func slice(_ start: Int, _ count: Int) -> LaneVector {
    assert(start >= 0 && count >= 0 && start + count <= self.count)
    return LaneVector(base: base + start, count: count)
  }

  @inlinable
  public func fill(_ value: Lanes) {
    for index in 0..<count { base[index] = value }
  }

  @inlinable
  public func copy(from other: LaneVector) {
    assert(other.count == count)
    base.update(from: other.base, count: count)
  }
}

/// Memory for lane vectors, allocated once and aligned for the widest loads.
///
/// Keep the storage as long as its vector is in use.
public final class LaneStorage {
  public let vector: LaneVector

  public init(count: Int) {
    // the type's own alignment is 16: ask for whole cache lines
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Lanes>.stride, alignment: 128)
    let base = bytes.initializeMemory(as: Lanes.self, repeating: .zero, count: max(count, 1))
    vector = LaneVector(base: base, count: count)
  }

  deinit { vector.base.deallocate() }
}

extension SIMD16 where Scalar == Double {
  /// x·y + self, rounded once.
  @inlinable @inline(always)
  public func adding(_ x: Lanes, times y: Lanes) -> Lanes { langevin_fma(x, y, self) }

  /// max(self, bound), NaN kept.
  @inlinable @inline(always)
  func atLeast(_ bound: Double) -> Lanes {
    Lanes(
      lowHalf: langevin_at_least(lowHalf, bound), highHalf: langevin_at_least(highHalf, bound))
  }

  /// min(self, bound), NaN kept.
  @inlinable @inline(always)
  func atMost(_ bound: Double) -> Lanes {
    Lanes(lowHalf: langevin_at_most(lowHalf, bound), highHalf: langevin_at_most(highHalf, bound))
  }

  @inlinable @inline(always)
  var bits: SIMD16<UInt64> { unsafeBitCast(self, to: SIMD16<UInt64>.self) }

  /// |x|, the sign bit of NaN cleared too.
  @inlinable @inline(always)
  public var magnitude: Lanes { (bits & 0x7FFF_FFFF_FFFF_FFFF).doubles }

  /// −|x|
  @inlinable @inline(always)
  var negativeMagnitude: Lanes { (bits | 0x8000_0000_0000_0000).doubles }

  /// |self| with the sign of `other`.
  @inlinable @inline(always)
  func withSign(of other: Lanes) -> Lanes {
    ((bits & 0x7FFF_FFFF_FFFF_FFFF) | (other.bits & 0x8000_0000_0000_0000)).doubles
  }
}

extension SIMD16 where Scalar == UInt64 {
  /// The doubles with these bits.
  @inlinable @inline(always)
  var doubles: Lanes { unsafeBitCast(self, to: Lanes.self) }

  /// Applies an operation of the eight-lane shim to both halves.
  @inlinable @inline(always)
  func byHalves(_ operation: (SIMD8<UInt64>) -> SIMD8<Double>) -> Lanes {
    Lanes(lowHalf: operation(lowHalf), highHalf: operation(highHalf))
  }
}
