import Foundation

extension Double {
  /// The shortest text that reads back to the same bits; "inf", "-inf" or "nan" when not finite.
  var plainText: String { isNaN ? "nan" : description }

  /// The number in at most six significant digits, for people.
  var shortText: String { isNaN ? "nan" : String(format: "%.6g", self) }

  fileprivate func fixed(_ decimals: Int) -> String {
    let scale = pow(10, Double(-decimals))
    let rounded = decimals < 0 ? (self / scale).rounded() * scale : self
    let text = String(format: "%.*f", max(decimals, 0), rounded)
    return text.contains(where: { ("1"..."9").contains($0) }) || !text.hasPrefix("-")
      ? text : String(text.dropFirst())
  }
}

/// How many decimals show `error` with two significant digits, e.g. 5 for 0.00012; negative for tens and up.
private func decimals(showing error: Double) -> Int {
  let exponent = Int(floor(log10(error)))
  let rounded = (error / pow(10, Double(exponent - 1))).rounded()
  return rounded >= 100 ? -exponent : 1 - exponent
}

/// The exponent of ten to pull out so that numbers of this size stay readable; 0 from 1e-4 to 1e6.
private func commonExponent(_ size: Double) -> Int {
  size > 0 && (size < 1e-4 || size >= 1e6) ? Int(floor(log10(size))) : 0
}

/// A value and its standard error, "0.24024 ± 0.00012": the error with two significant digits, the value
/// with as many decimals. Very small and very large numbers share a power of ten: "(1.205 ± 0.012)e-07".
/// An error of zero, or a number that is not finite, leaves the value with six significant digits.
public func format(_ value: Double, _ error: Double) -> String {
  guard value.isFinite, error.isFinite, error > 0 else { return "\(value.shortText) ± \(error.shortText)" }
  let exponent = commonExponent(max(abs(value), error))
  let scale = pow(10, Double(exponent))
  guard scale.isNormal else { return "\(value.shortText) ± \(error.shortText)" }
  let digits = decimals(showing: error / scale)
  guard digits <= 15 else { return "\(value.plainText) ± \(String(format: "%.1e", error))" }
  let text = "\((value / scale).fixed(digits)) ± \((error / scale).fixed(digits))"
  return exponent == 0 ? text : "(\(text))e\(exponent)"
}

/// A value with the interval around it, "0.0123 in [0.0100, 0.0146]": two significant digits of the
/// interval's half-width.
public func format(_ value: Double, lower: Double, upper: Double) -> String {
  let halfWidth = (upper - lower) / 2
  guard value.isFinite, halfWidth.isFinite, halfWidth > 0 else {
    return "\(value.shortText) in [\(lower.shortText), \(upper.shortText)]"
  }
  let exponent = commonExponent([value, lower, upper].map(abs).max() ?? 0)
  let scale = pow(10, Double(exponent))
  let digits = decimals(showing: halfWidth / scale)
  guard scale.isNormal, digits <= 15 else {
    return "\(value.plainText) in [\(lower.plainText), \(upper.plainText)]"
  }
  let power = exponent == 0 ? "" : "e\(exponent)"
  let texts = [value, lower, upper].map { ($0 / scale).fixed(digits) + power }
  return "\(texts[0]) in [\(texts[1]), \(texts[2])]"
}
