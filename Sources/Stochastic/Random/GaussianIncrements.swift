import CLanes

// Box and Muller's transform of pairs of 32-bit words: with u = (w + 1/2)/2^32 and an angle of 32 bits,
// sqrt(−2 log u) (cos, sin). The largest normal is sqrt(66 log 2) = 6.76; a normal law exceeds it with
// probability 1.4e-11. sin and cos of 2 pi t for |t| <= 1/8 are polynomials: notes/coefficients.py.

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
    while m < start + normals.count {
      let words = words(paths: paths, step: step >> 2, group: UInt32(truncatingIfNeeded: m >> 2))
      store(words.w0, words.w1, at: m - start, in: normals)
      store(words.w2, words.w3, at: m - start + 2, in: normals)
      m += 4
    }
  }

  /// Two normals at places k and k + 1, if those exist.
  @inline(always)
  private func store(
    _ radial: SIMD16<UInt64>, _ angular: SIMD16<UInt64>, at k: Int, in normals: LaneVector
  ) {
    guard k >= -1, k < normals.count else { return }
    let (first, second) = normalPair(radial, angular)
    if k >= 0 { normals.base[k] = first }
    if k + 1 < normals.count { normals.base[k + 1] = second }
  }
}

/// Two independent N(0, 1) numbers per lane from two words per lane.
@inline(always)
func normalPair(_ radial: SIMD16<UInt64>, _ angular: SIMD16<UInt64>) -> (Lanes, Lanes) {
  let u = ((radial & 0xFFFF_FFFF).smallCount + 0.5) * 0x1p-32
  let radius = langevin_square_root(-2 * logOfNormal(u))
  let quarters = (angular & 0xFFFF_FFFF).smallCount * 0x1p-30  // the angle in quarter turns
  let shifted = quarters + 0x1.8p52
  let quadrant = shifted.bits
  let t = 0.25 * (quarters - (shifted - 0x1.8p52))
  let (sine, cosine) = sineAndCosineOfTurn(t)
  // comparisons of doubles are one instruction, comparisons of integers a loop over lanes
  let odd = ((quadrant &<< 63) | 0x3FF0_0000_0000_0000).doubles .< 0
  let x = cosine.replacing(with: sine, where: odd)
  let y = sine.replacing(with: cosine, where: odd)
  let signOfX = (((quadrant &+ 1) & 2) &<< 62)
  let signOfY = ((quadrant & 2) &<< 62)
  return (radius * (x.bits ^ signOfX).doubles, radius * (y.bits ^ signOfY).doubles)
}

/// sin(2πt) and cos(2πt) for |t| ≤ 1/8.
@inline(always)
func sineAndCosineOfTurn(_ t: Lanes) -> (sine: Lanes, cosine: Lanes) {
  let x = t * t
  var s = Lanes(repeating: -0x1.e30071ff3861cp+3).adding(x, times: Lanes(repeating: 0x1.e3f39e1521c73p+1))
  s = Lanes(repeating: 0x1.50782fda6c3cfp+5).adding(x, times: s)
  s = Lanes(repeating: -0x1.32d2cce2e60e5p+6).adding(x, times: s)
  s = Lanes(repeating: 0x1.466bc677587fdp+6).adding(x, times: s)
  s = Lanes(repeating: -0x1.4abbce625be41p+5).adding(x, times: s)
  s = Lanes(repeating: 0x1.921fb54442d18p+2).adding(x, times: s)
  var c = Lanes(repeating: -0x1.a6c9c229fce92p+4).adding(x, times: Lanes(repeating: 0x1.f3dbf26fb5dd4p+2))
  c = Lanes(repeating: 0x1.e1f4fb6119b4bp+5).adding(x, times: c)
  c = Lanes(repeating: -0x1.55d3c7dbfe0e1p+6).adding(x, times: c)
  c = Lanes(repeating: 0x1.03c1f081b078ep+6).adding(x, times: c)
  c = Lanes(repeating: -0x1.3bd3cc9be458bp+4).adding(x, times: c)
  c = Lanes(repeating: 1).adding(x, times: c)
  return (s * t, c)
}
