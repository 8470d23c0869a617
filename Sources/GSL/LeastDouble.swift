/// The least number, infinities included, at which a condition holds that holds from some number on.
///
/// Bisection over the doubles themselves, in their order: at most 64 evaluations, whatever the scale.
func leastDouble(where holds: (Double) throws(LawError) -> Bool) throws(LawError) -> Double {
  var below = order(-.infinity)
  var above = order(.infinity)
  while true {
    let middle = (below & above) + ((below ^ above) >> 1)
    guard middle != below else { return double(inOrder: above) }
    if try holds(double(inOrder: middle)) { above = middle } else { below = middle }
  }
}

/// The rank of a number among the doubles: 0 for zero, one more for each next number up.
private func order(_ x: Double) -> Int64 {
  let bits = Int64(bitPattern: x.bitPattern)
  return bits >= 0 ? bits : Int64.min - bits
}

private func double(inOrder rank: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: rank >= 0 ? rank : Int64.min - rank))
}
