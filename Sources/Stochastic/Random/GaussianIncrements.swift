import CLanes

// Box and Muller's transform of pairs of 32-bit words: with u = (w + 1/2)/2^32 and an angle of 32 bits,
// sqrt(−2 log u) (cos, sin). The largest normal is sqrt(66 log 2) = 6.76; a normal law exceeds it with
// probability 1.4e-11. Logarithm, sine and cosine are polynomials: notes/coefficients.py.

extension StreamKey {
  /// Writes independent N(0, 1) numbers for sixteen paths into `normals`: the vectors of D = `dimension` coordinates
  /// of consecutive steps from `step` on, as many as there is room for, up to the next step that 4 divides.
  ///
  /// Four steps share the 4D numbers of D Philox calls: coordinate k of step 4j + i is number m = iD + k of the
  /// calls (j, group m/4), so no random word is thrown away, however small D is.
  func fillNormals(_ normals: LaneVector, paths: SIMD16<UInt64>, step: UInt64, dimension: Int) {
    let start = Int(step & 3) * dimension
    assert(start + normals.count <= 4 * dimension)
    var m = start & ~3
    while m + 4 < start + normals.count {
      let group = UInt32(truncatingIfNeeded: m >> 2)
      let (first, second) = wordsOfTwoGroups(paths: paths, step: step >> 2, group: group)
      normals.store(normalsOf: first, at: m - start)
      normals.store(normalsOf: second, at: m + 4 - start)
      m += 8
    }
    if m < start + normals.count {
      let words = words(paths: paths, step: step >> 2, group: UInt32(truncatingIfNeeded: m >> 2))
      normals.store(normalsOf: words, at: m - start)
    }
  }
}

extension LaneVector {
  /// Stores the four normals of four words, as far as their places exist.
  @inline(always)
  fileprivate func store(normalsOf words: PhiloxWords, at place: Int) {
    let first = normalPair(words.w0, words.w1)
    let second = normalPair(words.w2, words.w3)
    if place >= 0 && place + 4 <= count {
      base[place] = first.0
      base[place + 1] = first.1
      base[place + 2] = second.0
      base[place + 3] = second.1
    } else {
      store([first.0, first.1, second.0, second.1], at: place)
    }
  }

  /// Stores those of four numbers whose places exist.
  fileprivate func store(_ numbers: InlineArray<4, Lanes>, at place: Int) {
    for k in max(0, -place)..<min(4, count - place) { base[place + k] = numbers[k] }
  }
}

/// Two independent N(0, 1) numbers per lane from two words per lane; what stands above their 32 bits is ignored.
///
/// Error: below 1e-11 of the radius, less than a thirtieth of what a unit in the last place of either word makes.
@inline(always)
func normalPair(_ radial: SIMD16<UInt64>, _ angular: SIMD16<UInt64>) -> (Lanes, Lanes) {
  let radius = langevin_square_root(-2 * logOfUniform(radial))
  // v/2^32 turns are `quadrant` quarter turns and t/2^32, |t| ≤ 2^29; at 1.5·2^82 doubles count in quarter turns
  let angle = countAbove(angular)
  let shifted = angle + 0x1.8p82
  let quadrant = shifted.bits
  let (sine, cosine) = sineAndCosine(angle - (shifted - 0x1.8p82))
  let oddSign = quadrant &<< 63
  // comparisons of doubles are one instruction, comparisons of integers a loop over lanes
  let odd = (oddSign | 0x3FF0_0000_0000_0000).doubles .< 0
  let x = cosine.replacing(with: sine, where: odd)
  let y = sine.replacing(with: cosine, where: odd)
  // the second and third quarter turn have x < 0, the third and fourth y < 0
  let signed = radius.bits ^ ((quadrant & 2) &<< 62)
  return ((signed ^ oddSign).doubles * x, signed.doubles * y)
}

/// 2^52 + w, w being the 32 low bits.
@inline(always)
private func countAbove(_ word: SIMD16<UInt64>) -> Lanes {
  ((word & 0xFFFF_FFFF) | 0x4330_0000_0000_0000).doubles
}

/// (w + 1)/2^32 − 1, which is above log((w + 1/2)/2^32), for a word with nothing above its 32 bits.
@inline(always)
func aboveLogOfUniform(_ word: SIMD16<UInt64>) -> Lanes {
  // at 2^20 a double counts in steps of 2^−32
  (word | 0x4130_0000_0000_0000).doubles - (0x1p20 + 1 - 0x1p-32)
}

/// log((w + 1/2)/2^32), w being the 32 low bits. Error: below 2^−36, relative.
///
/// As in Logarithm.swift, but with no more digits than w has.
@inline(always)
func logOfUniform(_ word: SIMD16<UInt64>) -> Lanes {
  let bits = (countAbove(word) - (0x1p52 - 0.5)).bits
  let shifted = bits &- 0x3FE6_8000_0000_0000
  let mantissa = (bits &- (shifted & 0xFFF0_0000_0000_0000)).doubles
  // the exponent of w + 1/2, −1 … 32, through an exact double
  let raised: SIMD16<UInt64> = (shifted &+ (2 << 52)) &>> 52
  let exponent = (raised | 0x4330_0000_0000_0000).doubles - (0x1p52 + 2 + 32)
  let index = shifted &>> 48
  let r = Lanes(repeating: -1).adding(mantissa, times: index.byHalves(langevin_lookup_inverse_centre))
  let head = index.byHalves(langevin_lookup_log_centre)
    .adding(exponent, times: Lanes(repeating: 0x1.62e42fefa39efp-1))
  let square = r * r
  let low = Lanes(repeating: -0x1.00000000250c1p-1).adding(r, times: Lanes(repeating: 0x1.5555515fdabfap-2))
  let middle = Lanes(repeating: -0x1.ffffeec1aa943p-3)
    .adding(r, times: Lanes(repeating: 0x1.99ffba83e89ecp-3))
  let curvature = low.adding(
    square, times: middle.adding(square, times: Lanes(repeating: -0x1.55d11f7e7a0bap-3)))
  return head + r.adding(square, times: curvature)
}

/// sin and cos of 2πt/2^32 for |t| ≤ 2^29. Error: below 2^−39 and 2^−44, absolute.
@inline(always)
private func sineAndCosine(_ t: Lanes) -> (sine: Lanes, cosine: Lanes) {
  let x = t * t
  var s = Lanes(repeating: -0x1.32c8857ec2ac0p-218).adding(x, times: Lanes(repeating: 0x1.4b5144b8f051cp-283))
  s = Lanes(repeating: 0x1.466bb48078137p-154).adding(x, times: s)
  s = Lanes(repeating: -0x1.4abbce48b7fbcp-91).adding(x, times: s)
  s = Lanes(repeating: 0x1.921fb54419d33p-30).adding(x, times: s)
  var c = Lanes(repeating: 0x1.e1e85c3972ec9p-251).adding(x, times: Lanes(repeating: -0x1.a1085c8a06c7fp-316))
  c = Lanes(repeating: -0x1.55d3bb4ba34e1p-186).adding(x, times: c)
  c = Lanes(repeating: 0x1.03c1f076c658ap-122).adding(x, times: c)
  c = Lanes(repeating: -0x1.3bd3cc9bd808ap-60).adding(x, times: c)
  c = Lanes(repeating: 1).adding(x, times: c)
  return (s * t, c)
}
