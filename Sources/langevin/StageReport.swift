import Foundation
import Synchronization

/// Says on standard error what a computation of several stages is at: one line redrawn on a terminal, plain
/// lines otherwise.
final class StageReport: Sendable {
  private let isQuiet: Bool
  private let isTerminal = isatty(2) == 1
  private let start = ContinuousClock.now
  private let last = Mutex("")

  init(quiet: Bool) { isQuiet = quiet }

  func show(_ stage: String) {
    guard !isQuiet else { return }
    let isNew = last.withLock { last in
      defer { last = stage }
      return last != stage
    }
    guard isNew else { return }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let line = String(format: "[%.1f s] %@", seconds, stage)
    write(isTerminal ? "\r\(line)\u{1B}[K" : line + "\n")
  }

  func finish() {
    if !isQuiet, isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
