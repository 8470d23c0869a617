/// The line folded into [−1, 1] by x/(1 + |x|), to measure and halve ranges that may be infinite.
enum CompactLine {
  static func place(_ x: Double) -> Double {
    x.isInfinite ? (x > 0 ? 1 : -1) : x / (1 + x.magnitude)
  }

  /// The length of the folded range, at most 2
  static func width(_ range: ClosedRange<Double>) -> Double {
    place(range.upperBound) - place(range.lowerBound)
  }

  /// A number strictly inside, near the middle of the folded range; nil where no double lies inside.
  static func middle(_ range: ClosedRange<Double>) -> Double? {
    let t = 0.5 * (place(range.lowerBound) + place(range.upperBound))
    let folded = t / (1 - t.magnitude)
    if folded.isFinite, range.lowerBound < folded, folded < range.upperBound { return folded }
    let plain = 0.5 * range.lowerBound + 0.5 * range.upperBound
    return plain.isFinite && range.lowerBound < plain && plain < range.upperBound ? plain : nil
  }
}
