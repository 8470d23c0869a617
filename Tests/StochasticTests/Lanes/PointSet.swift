import Foundation
import TestSupport

/// Where a function is looked at: strata of random points, and single points that have tripped others up.
enum PointSet: Sendable {
  /// For e^x and what is made of it.
  case exponential
  /// For 2^y and what is made of it: finite numbers up to 1022.
  case power
  /// For the logarithm: positive numbers.
  case logarithm

  /// A point of stratum `place` mod the number of strata.
  func random(_ place: Int, using random: inout SplitMix64) -> Double {
    switch self {
    case .exponential: exponentialPoint(place % 8, using: &random)
    case .power: powerPoint(place % 8, using: &random)
    case .logarithm: logarithmPoint(place % 6, using: &random)
    }
  }

  private func exponentialPoint(_ stratum: Int, using random: inout SplitMix64) -> Double {
    switch stratum {
    case 0: random.uniform(-750, 750)
    case 1: random.uniform(-40, 40)
    case 2: random.uniform(-1, 1)
    case 3: random.uniform(-746, -707)
    case 4: random.uniform(330, 375) * (random.next() & 1 == 0 ? 1 : -1)
    case 5:  // magnitudes from 1e-320 to 1e3, evenly in their logarithm
      exp(random.uniform(-737, 7)) * (random.next() & 1 == 0 ? 1 : -1)
    case 6:  // where the reduction goes from one multiple of ln2/16 to the next, give or take 8 ulp
      near((Double(Int(random.next() % 34_000)) - 17_000 + 0.5) * (M_LN2 / 16), using: &random)
    default:  // the multiples themselves
      near((Double(Int(random.next() % 34_000)) - 17_000) * (M_LN2 / 16), using: &random)
    }
  }

  private func powerPoint(_ stratum: Int, using random: inout SplitMix64) -> Double {
    switch stratum {
    case 0: random.uniform(-1100, 1022)
    case 1: random.uniform(-58, 58)
    case 2: random.uniform(-1, 1)
    case 3: random.uniform(-1080, -1010)
    case 4: random.uniform(480, 540) * (random.next() & 1 == 0 ? 1 : -1)
    case 5:  // magnitudes from 1e-320 to 1e3, evenly in their logarithm
      exp(random.uniform(-737, 6.9)) * (random.next() & 1 == 0 ? 1 : -1)
    case 6:  // where y goes from one sixteenth to the next, give or take 8 ulp
      near((Double(Int(random.next() % 32_000)) - 16_000 + 0.5) / 16, using: &random)
    default:  // the sixteenths themselves
      near((Double(Int(random.next() % 32_000)) - 16_000) / 16, using: &random)
    }
  }

  private func logarithmPoint(_ stratum: Int, using random: inout SplitMix64) -> Double {
    switch stratum {
    case 0:  // all positive finite numbers, evenly in their logarithm
      Double(bitPattern: random.next() % 0x7FF0_0000_0000_0000)
    case 1: random.uniform(0.5, 2)
    case 2: 1 + random.uniform(-1, 1) * exp2(random.uniform(-53, -2))
    case 3: near(1, using: &random)
    case 4: Double(bitPattern: random.next() & 0x000F_FFFF_FFFF_FFFF)  // subnormal
    default:  // the ends of the sixteen intervals, in octaves around 1
      near(
        Double(bitPattern: (0x3FC0 + random.next() % 0x60) << 48), using: &random)
    }
  }

  private func near(_ x: Double, using random: inout SplitMix64) -> Double {
    Double(bitPattern: x.bitPattern &+ random.next() % 17 &- 8)
  }

  var special: [Double] {
    switch self {
    case .exponential: Self.signed(Self.exponentialPlaces.flatMap(Self.neighbours)) + [.nan]
    case .power: Self.powerPlaces.flatMap(Self.neighbours).filter { !($0 > 1022) } + [.nan]
    case .logarithm: Self.logarithmPlaces.flatMap(Self.neighbours) + [0, .infinity, .nan]
    }
  }

  private static let tiny = [0, Double.leastNonzeroMagnitude, 0x1p-1060, 0x1p-1022, 1e-300, 1e-160, 0x1p-53]

  private static let exponentialPlaces =
    tiny + [0.5, 1, M_LN2, M_LN2 / 2, M_LN2 / 32, 18.714973875118524, 19, 36.7, 37.42994775023705]
    + [353.5, 354.2, 372.5, 373, 708.3964185322641, 709.0895657128241, 709.782712893384, 710]
    + [744.4400719213812, 745.1332191019412, 746, 747, 1000, 1e8, 1e300, .greatestFiniteMagnitude, .infinity]

  private static let powerPlaces =
    signed(tiny + [1.0 / 32, 1.0 / 16, 0.5, 1, 26.5, 27, 53, 54, 510, 511, 537, 1000, 1021, 1022])
    + [-1023, -1060, -1073, -1074, -1075, -1076, -1e5, -0x1p46, -1e18, -1e300, -.greatestFiniteMagnitude]

  private static let logarithmPlaces =
    tiny.dropFirst() + [0.5, 0.703125, 0.75, 1, M_E, 1.40625, 1.5, 2, 10, 1e8, 1e300]
    + [.greatestFiniteMagnitude]

  private static func neighbours(_ x: Double) -> [Double] {
    x.isInfinite || x == 0 || x.magnitude == .greatestFiniteMagnitude
      ? [x] : [x.nextDown.nextDown, x.nextDown, x, x.nextUp, x.nextUp.nextUp]
  }

  private static func signed(_ points: [Double]) -> [Double] { points + points.map { -$0 } }
}
