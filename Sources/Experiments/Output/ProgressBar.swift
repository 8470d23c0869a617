import Foundation
import Synchronization

/// Progress on standard error: on a terminal a bar with rate and time left, redrawn at most ten times a
/// second; elsewhere a plain line at most every five seconds; when quiet, nothing.
public final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var lastShown: Double?
    var isFinished = false
  }

  private let total: Int
  private let unit: String
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let clock: @Sendable () -> Double
  private let sink: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Progress towards `total`, counted in `unit`, e.g. "paths".
  public convenience init(total: Int, unit: String, quiet: Bool) {
    let start = ContinuousClock.now
    self.init(
      total: total, unit: unit, quiet: quiet, isTerminal: isatty(2) == 1,
      clock: { (ContinuousClock.now - start) / .seconds(1) }, sink: writeToStandardError)
  }

  /// As above with everything outside replaceable: the clock gives the seconds since the start.
  init(
    total: Int, unit: String, quiet: Bool, isTerminal: Bool, clock: @escaping @Sendable () -> Double,
    sink: @escaping @Sendable (String) -> Void
  ) {
    self.total = total
    self.unit = unit
    self.isQuiet = quiet
    self.isTerminal = isTerminal
    self.clock = clock
    self.sink = sink
  }

  /// Says that `done` units are complete, from any thread. A number below an earlier one is late news and
  /// changes nothing.
  public func update(_ done: Int) {
    guard !isQuiet else { return }
    let now = clock()
    state.withLock { state in
      guard !state.isFinished, done > state.done else { return }
      state.done = done
      let pause = isTerminal ? 0.1 : 5
      guard now - (state.lastShown ?? (isTerminal ? -pause : 0)) >= pause else { return }
      state.lastShown = now
      show(done, after: now)
    }
  }

  /// Shows the last state and ends the line. Later updates are ignored.
  public func finish() {
    guard !isQuiet else { return }
    let now = clock()
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      // Without a terminal a run too short for any line stays silent.
      guard isTerminal || state.lastShown != nil else { return }
      show(state.done, after: now)
      if isTerminal { sink("\n") }
    }
  }

  private func show(_ done: Int, after seconds: Double) {
    let text = line(done, after: seconds)
    sink(isTerminal ? "\r\(text)\u{1B}[K" : text + "\n")
  }

  private func line(_ done: Int, after seconds: Double) -> String {
    let fraction = total > 0 ? min(Double(done) / Double(total), 1) : 1
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var text = "\(done)/\(total) \(unit)  \(String(format: "%3.0f", 100 * fraction)) %"
    if rate > 0 { text += "  \(String(format: "%.3g", rate)) \(unit)/s" }
    if done >= total {
      text += "  \(Self.duration(seconds))"
    } else if rate > 0 {
      text += "  \(Self.duration(Double(total - done) / rate)) left"
    }
    guard isTerminal else { return text }
    let filled = Int(24 * fraction)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
    return "[\(bar)] \(text)"
  }

  /// "4 s", "3 min 07 s", "2 h 05 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "a long time" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(String(format: "%02d", whole % 60)) s" }
    return "\(whole / 3600) h \(String(format: "%02d", whole / 60 % 60)) min"
  }
}

/// Writes the whole text to standard error; if that is closed there is nobody to tell.
@Sendable private func writeToStandardError(_ text: String) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    if written > 0 {
      bytes = bytes.dropFirst(written)
    } else if errno != EINTR {
      return
    }
  }
}
