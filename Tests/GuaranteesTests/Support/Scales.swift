import Foundation

enum Scales {
  static func power(_ exponent: Double) -> Double { pow(10, exponent) }
}
