import Foundation

/// A vertical axis for numbers of either sign and many sizes: y ↦ sgn(y) log10(1 + |y|/c).
struct SignedLogAxis {
  /// c, a power of ten near the small ones
  let scale: Double
  let largest: Double

  init(values: [Double]) {
    let sizes = values.filter { $0 > 0 && $0.isFinite }.sorted()
    largest = sizes.last ?? 1
    let small = sizes.isEmpty ? 1 : sizes[sizes.count / 10]
    scale = pow(10, floor(log10(max(small, 1e-4 * largest))))
  }

  private func place(_ y: Double) -> Double { (y < 0 ? -1 : 1) * log10(1 + abs(y) / scale) }

  var commands: [String] {
    let reach = 1.12 * place(largest)
    let decades = Int(floor(log10(largest / scale)))
    let sizes = (min(1, decades)...max(decades, 1)).map { scale * pow(10, Double($0)) }
    let ticks: [Double] = [0] + sizes + sizes.map { -$0 }
    let texts = ticks.map { "'\($0.shortText)' \(place($0).plainText)" }
    return [
      "g(y) = sgn(y) * log10(1 + abs(y) / \(scale.plainText))", "unset logscale y",
      "set yrange [\((-reach).plainText):\(reach.plainText)]",
      "set ytics nomirror (\(texts.joined(separator: ", ")))",
    ]
  }
}
