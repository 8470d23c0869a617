import CLanes

/// A Brownian motion in R^D that can be refined: what it does over a dyadic interval is a pure function of the seed,
/// the path and the interval, whatever else is asked for and in whatever order.
///
/// Time is cut into root intervals, numbered from 0 on; interval i of level ℓ of a root of length h₀ is
/// [i, i + 1] · 2^−ℓ h₀. Every interval [a, b] of length h has an increment W = B_b − B_a ~ N(0, h) and a space–time area
/// H = (1/h) ∫(B_u − B_a) du − W/2 ~ N(0, h/12), independent of each other. Given both, those of its halves are
///
///     W₁ = W/2 + 3H/2 + Z,  W₂ = W − W₁,  H₁ = H/4 − Z/2 + N/2,  H₂ = H/4 − Z/2 − N/2,
///
/// Z ~ N(0, h/16), N ~ N(0, h/12). Increments are whole multiples of a quantum of 2⁻⁴⁵ √h₀ or less, so that
/// W₁ + W₂ = W holds exactly, and with it every sum of fine increments is the coarse one to the last bit.
/// Reference: Foster, Numerical approximations for stochastic differential equations (Oxford, 2020), theorem 6.1.4.
struct BrownianTree {
  /// Levels below the root: 2²⁷ leaves.
  static let deepest: UInt64 = 27
  /// Root intervals of a run: an address has 20 bits for them.
  static let rootLimit = 1 << 20

  let dimension: Int
  private let key: StreamKey
  private var paths = SIMD16<UInt64>.zero
  /// 2D normals, and a zero
  private let storage: LaneStorage
  private let normals: LaneVector

  init(seed: UInt64, dimension: Int) {
    self.dimension = dimension
    key = StreamKey(seed: seed, purpose: .brownianNodes)
    storage = LaneStorage(count: 2 * dimension + 1)
    normals = storage.vector.slice(0, 2 * dimension)
  }

  /// Turns to the sixteen paths from `firstPath` on.
  mutating func begin(firstPath: UInt64) {
    for lane in 0..<16 { paths[lane] = firstPath + UInt64(lane) }
  }

  /// Turns to another path in one lane.
  mutating func begin(_ lane: Int, path: UInt64) { paths[lane] = path }

  /// Where the dyadic intervals of sixteen paths stand in the tree, each path at its own.
  struct Address {
    var root: SIMD16<UInt64>
    /// 2^ℓ + i, the number of the interval in breadth-first order
    var place: SIMD16<UInt64>

    init(root: SIMD16<UInt64>, place: SIMD16<UInt64>) {
      self.root = root
      self.place = place
    }

    /// What the normals of the bisection are addressed by. Place 0 is no interval's number: the root's own stand there.
    var word: SIMD16<UInt64> {
      @inline(always) get { (root &<< 28) | place }
    }

    /// A whole root interval, the same for all paths.
    init(root: UInt64) {
      self.root = SIMD16(repeating: root)
      place = SIMD16(repeating: 1)
    }

    var left: Address { child(0) }
    var right: Address { child(1) }

    private func child(_ side: UInt64) -> Address {
      var child = self
      child.place = (place &<< 1) | SIMD16(repeating: side)
      return child
    }
  }

  /// Writes W and H, D lanes each, of each path's root interval into `node`.
  func root(at address: Address, length: Double, quantum: Quantum, into node: LaneVector) {
    key.fillNormals(normals, paths: paths, addresses: Address(root: address.root, place: .zero).word)
    let deviation = Lanes(repeating: length.squareRoot())
    let areaDeviation = Lanes(repeating: (length / 12).squareRoot())
    for k in 0..<dimension {
      node.base[k] = quantum.round(deviation * normals.base[k])
      node.base[dimension + k] = areaDeviation * normals.base[dimension + k]
    }
  }

  /// Writes W and H of both halves of the interval at `address`, from its own in `node`.
  ///
  /// `length` is h, `quantum` that of the root. `left` may be `node`.
  func split(
    _ node: LaneVector, at address: Address, length: Double, quantum: Quantum, left: LaneVector,
    right: LaneVector
  ) {
    key.fillNormals(normals, paths: paths, addresses: address.word)
    let scale = (
      z: Lanes(repeating: length.squareRoot() * 0.25), n: Lanes(repeating: (length / 12).squareRoot() * 0.5)
    )
    let (sign, curvature) = (Lanes(repeating: -1), Lanes(repeating: -0.25))
    for k in 0..<dimension {
      let halves = bisect(
        node.base[k], node.base[dimension + k], normals(k, scale), quantum, sign, curvature)
      (left.base[k], left.base[dimension + k]) = halves.left
      (right.base[k], right.base[dimension + k]) = halves.right
    }
  }

  /// What `root` does in the lanes of `isRoot` and `split` in the others, two coordinates at a time.
  ///
  /// A root is the left half of nothing: W = H = 0 must stand in its place. Where the dimension is odd, something is
  /// done for one coordinate more.
  /// - Parameters:
  ///   - deviations: of Z and N/2; of W and H for roots
  ///   - right: keeps the right halves, and roots
  @inline(always)
  func draw(
    _ nodes: IntervalChoice, at addresses: SIMD16<UInt64>, isRoot: LaneMask,
    deviations: (z: Lanes, n: Lanes), quantum: Quantum, right: WaitingIntervals
  ) {
    key.fillNormals(normals, paths: paths, addresses: addresses)
    let sign = isRoot.choose(Lanes(repeating: 1), else: Lanes(repeating: -1))
    let curvature = isRoot.choose(.zero, else: Lanes(repeating: -0.25))
    for number in 0..<(dimension + 1) / 2 {
      let k = 2 * number
      let (w, v) = (nodes.value(k), nodes.value(k + 1))
      let one = bisect(w.0, w.1, normals(k, deviations), quantum, sign, curvature)
      let other = bisect(v.0, v.1, normals(k + 1, deviations), quantum, sign, curvature)
      nodes.set(k, one.left)
      nodes.set(k + 1, other.left)
      right.store(
        WaitingIntervals.Four(
          increments: (one.right.0, other.right.0), areas: (one.right.1, other.right.1)),
        number: number)
    }
  }

  /// Z and N/2 of coordinate k, with these standard deviations.
  @inline(always)
  private func normals(_ k: Int, _ deviations: (z: Lanes, n: Lanes)) -> (z: Lanes, n: Lanes) {
    (deviations.z * normals.base[k], deviations.n * normals.base[dimension + k])
  }

  /// W and H of both halves, with a `sign` of −1 and a `curvature` of −1/4; with 1 and 0 both are the left one, if
  /// W = H = 0.
  @inline(always)
  private func bisect(
    _ w: Lanes, _ h: Lanes, _ normals: (z: Lanes, n: Lanes), _ quantum: Quantum, _ sign: Lanes,
    _ curvature: Lanes
  ) -> (left: (Lanes, Lanes), right: (Lanes, Lanes)) {
    let first = quantum.round((0.5 * w).adding(h, times: Lanes(repeating: 1.5)) + normals.z)
    let second = w.adding(sign, times: first)
    // from the rounded increments, so that H = (H₁ + H₂)/2 + (W₁ − W₂)/4 holds for what is there
    let mean = h.adding(first - second, times: curvature)
    return ((first, mean + normals.n), (second, mean.adding(sign, times: normals.n)))
  }

  /// Writes W and H of interval `index` of a level of a root: from the root downwards, ℓ bisections.
  func interval(
    root number: UInt64, rootLength: Double, level: Int, index: UInt64, into node: LaneVector
  ) {
    let quantum = Quantum(rootLength: rootLength)
    let other = LaneStorage(count: 2 * dimension)
    let parent = LaneStorage(count: 2 * dimension)
    var address = Address(root: number)
    root(at: address, length: rootLength, quantum: quantum, into: node)
    var length = rootLength
    for depth in 0..<level {
      let isRight = index >> UInt64(level - 1 - depth) & 1 == 1
      parent.vector.copy(from: node)
      split(
        parent.vector, at: address, length: length, quantum: quantum,
        left: isRight ? other.vector : node, right: isRight ? node : other.vector)
      address = isRight ? address.right : address.left
      length /= 2
    }
  }
}

/// What increments below a root are whole multiples of.
struct Quantum {
  /// 1.5 · 2⁵² quanta: adding it and taking it off rounds to whole quanta
  private var shift: Lanes

  /// The largest power of two not above 2⁻⁴⁵ √h₀.
  init(rootLength: Double) { shift = Lanes(repeating: Self.shift(rootLength)) }

  private static func shift(_ rootLength: Double) -> Double {
    0x1.8p52 * Double(sign: .plus, exponent: rootLength.squareRoot().exponent - 45, significand: 1)
  }

  /// The same for a root of each path's own: powers of two are the exponents in the bits of the square roots.
  @inline(always)
  init(rootLengths: Lanes) {
    shift = (langevin_square_root(rootLengths).bits & 0x7FF0_0000_0000_0000).doubles * 0x1.8p7
  }

  @inline(always)
  func round(_ x: Lanes) -> Lanes { (x + shift) - shift }
}

extension StreamKey {
  /// Writes independent N(0, 1) numbers, each path's from an address of its own in place of the step.
  func fillNormals(_ normals: LaneVector, paths: SIMD16<UInt64>, addresses: SIMD16<UInt64>) {
    for first in stride(from: 0, to: normals.count, by: 4) {
      let words = words(paths: paths, steps: addresses, group: UInt32(truncatingIfNeeded: first >> 2))
      let pairs = (normalPair(words.w0, words.w1), normalPair(words.w2, words.w3))
      normals.base[first] = pairs.0.0
      if first + 1 < normals.count { normals.base[first + 1] = pairs.0.1 }
      if first + 2 < normals.count { normals.base[first + 2] = pairs.1.0 }
      if first + 3 < normals.count { normals.base[first + 3] = pairs.1.1 }
    }
  }
}
