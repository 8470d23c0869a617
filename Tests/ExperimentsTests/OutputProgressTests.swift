import Synchronization
import Testing

@testable import Experiments

@Suite("Progress") struct OutputProgressTests {
  /// Everything that was written, and a clock that stands where it is put.
  private final class Desk: Sendable {
    let written = Mutex("")
    let time = Mutex(0.0)

    func bar(total: Int = 100, quiet: Bool = false, isTerminal: Bool) -> ProgressBar {
      ProgressBar(
        total: total, unit: "paths", quiet: quiet, isTerminal: isTerminal,
        clock: { self.time.withLock { $0 } }, sink: { text in self.written.withLock { $0 += text } })
    }

    func at(_ seconds: Double) { time.withLock { $0 = seconds } }
    var text: String { written.withLock { $0 } }
  }

  @Test func onATerminalTheLineIsRewritten() {
    let desk = Desk()
    let bar = desk.bar(isTerminal: true)
    desk.at(1)
    bar.update(25)
    desk.at(1.05)
    bar.update(30)
    desk.at(2)
    bar.update(50)
    bar.finish()
    bar.update(99)
    let lines = desk.text.split(separator: "\r").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].contains("25/100 paths   25 %  25 paths/s  3 s left"))
    #expect(lines[1].hasPrefix("[############............] 50/100 paths"))
    #expect(desk.text.hasSuffix("\n"))
  }

  @Test func elsewhereALineEveryFiveSeconds() {
    let desk = Desk()
    let bar = desk.bar(isTerminal: false)
    for second in 1...12 {
      desk.at(Double(second))
      bar.update(second)
    }
    let lines = desk.text.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "5/100 paths    5 %  1 paths/s  1 min 35 s left", "10/100 paths   10 %  1 paths/s  1 min 30 s left",
      ])
  }

  @Test func quietAndShortRunsAreSilent() {
    let quiet = Desk()
    let bar = quiet.bar(quiet: true, isTerminal: true)
    quiet.at(10)
    bar.update(100)
    bar.finish()
    #expect(quiet.text.isEmpty)
    let short = Desk()
    let plain = short.bar(isTerminal: false)
    short.at(1)
    plain.update(100)
    plain.finish()
    #expect(short.text.isEmpty)
  }

  @Test func lateNewsAndEmptyRuns() {
    let desk = Desk()
    let bar = desk.bar(isTerminal: true)
    desk.at(1)
    bar.update(50)
    desk.at(2)
    bar.update(40)
    #expect(!desk.text.contains("40/100"))
    let empty = desk.bar(total: 0, isTerminal: true)
    empty.finish()
    #expect(desk.text.contains("0/0 paths  100 %"))
  }

  @Test func anyThreadMayReport() async {
    let desk = Desk()
    let bar = desk.bar(total: 1000, isTerminal: true)
    desk.at(1)
    await withTaskGroup(of: Void.self) { group in
      for k in 1...1000 { group.addTask { bar.update(k) } }
    }
    bar.finish()
    #expect(desk.text.contains("1000/1000 paths  100 %"))
  }

  @Test(
    arguments: [(4.4, "4 s"), (187, "3 min 07 s"), (7500, "2 h 05 min"), (.infinity, "a long time")]
      as [(Double, String)])
  func durations(_ seconds: Double, _ text: String) {
    #expect(ProgressBar.duration(seconds) == text)
  }
}
