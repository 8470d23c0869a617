import Foundation
import Stochastic

/// Late times at which one exponential, that of the slowest mode that the mean loss shows, can be told from noise and
/// from what is not known of the others.
struct DecayWindow {
  /// The times to fit, evenly spread over the window, by index
  let chosen: [Int]
  /// The slowest mode that the mean loss shows above the noise, where modes are known
  let slowest: VisibleMode?
  /// The faster ones of known amplitude
  let faster: [VisibleMode]

  /// The least standard error
  let noise: Double
  /// From when on what is not known of the other modes is below the noise; nil if at no recorded time
  let start: Double?

  /// More add next to nothing: neighbouring times see the same paths.
  private static let most = 12
  /// A deviation is used while it is above this many standard errors.
  private static let leastSignal = 3.0
  /// What is left out must be below this part of a standard error.
  private static let largestBias = 0.5

  /// - Parameters:
  ///   - deviations: E L(W_t) − E_μ L
  ///   - expansion: of them; without modes, late is where a tenth is left
  init(times: [Double], deviations: [Estimate], expansion: ModeExpansion) {
    let noise = deviations.map(\.standardError).filter { $0 > 0 }.min() ?? 0
    self.noise = noise
    let largest = deviations.map(\.value.magnitude).max() ?? 0
    let seen = expansion.modes.filter { $0.isSeen(above: noise) }
    let others = Array(seen.dropFirst())
    let faster = others.contains { $0.amplitude == nil } ? [] : others
    slowest = seen.first
    self.faster = faster
    func neglected(at place: Int) -> Double {
      guard let last = expansion.modes.last else {
        return deviations[place].value.magnitude > 0.1 * largest ? .infinity : 0
      }
      let leftOut = faster.isEmpty ? others : []
      let rest = (expansion.remainder ?? largest) * exp(-last.eigenvalue.value * times[place])
      return leftOut.reduce(rest) { $0 + largest * exp(-$1.eigenvalue.value * times[place]) }
    }
    let start = times.indices.first {
      neglected(at: $0) <= Self.largestBias * deviations[$0].standardError
    }
    self.start = start.map { times[$0] }
    let late = times.indices[(start ?? times.count)...]
    chosen = Self.spread(
      Array(
        late.prefix { place in
          let signal = deviations[place].value - faster.deviation(at: times[place])
          return signal.magnitude > Self.leastSignal * deviations[place].standardError
        }))
  }

  /// A decay and its amplitude want more than two times.
  static let leastTimes = 4

  /// Why there are too few times for a fit, and what would help.
  func shortage(paths: Int) -> String {
    guard let start else {
      return "at every recorded time the unknown part of faster modes is above half a standard error: "
        + "a longer horizon would show the slowest mode alone"
    }
    let times =
      switch chosen.count {
      case 0: "at no recorded time"
      case 1: "at only 1 recorded time"
      default: "at only \(chosen.count) recorded times"
      }
    return
      "\(times) from t = \(start.shortText) on, where the faster modes are gone, is the slowest mode above three "
      + "standard errors, and a fit takes \(Self.leastTimes): record more times shortly after t = \(start.shortText), or "
      + "use more than \(paths) paths"
  }

  private static func spread(_ indices: [Int]) -> [Int] {
    guard indices.count > most else { return indices }
    return (0..<most).map { indices[$0 * (indices.count - 1) / (most - 1)] }
  }
}
