import Foundation

/// Runs gnuplot, if the machine has one.
public struct Gnuplot: Sendable {
  /// What came of a script.
  public enum Outcome: Equatable, Sendable {
    case drawn
    /// No gnuplot on the search path.
    case missing
    /// gnuplot could not start, failed, or took too long; the reason in one line.
    case failed(String)
  }

  /// The directories searched for gnuplot, separated by colons.
  let searchPath: String

  /// Searches the given path, by default the environment's `PATH`.
  public init(searchPath: String? = nil) {
    self.searchPath = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
  }

  /// The program, or nil if there is none.
  public var program: URL? {
    searchPath.split(separator: ":").map { URL(fileURLWithPath: "\($0)/gnuplot") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a script in the directory that holds it, without the user's own settings, for at most a minute.
  public func run(_ script: String, in directory: URL, secondsAllowed: Double = 60) -> Outcome {
    guard let program else { return .missing }
    let process = Process()
    process.executableURL = program
    process.arguments = ["--default-settings", script]
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let messages = Pipe()
    process.standardError = messages
    // A queue of its own: the global ones wait while every core is busy.
    let alarmClock = DispatchQueue(label: "langevin.gnuplot")
    // SIGKILL: a child of a worker thread may inherit a mask that blocks SIGTERM.
    let alarm = DispatchWorkItem { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    do {
      try process.run()
      alarmClock.asyncAfter(deadline: .now() + secondsAllowed, execute: alarm)
      let text = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      alarm.cancel()
      if process.terminationReason == .uncaughtSignal {
        return .failed("stopped by signal \(process.terminationStatus)")
      }
      return process.terminationStatus == 0 ? .drawn : .failed(Self.firstMessage(text))
    } catch {
      return .failed("cannot start \(program.path): \(error.localizedDescription)")
    }
  }

  /// gnuplot echoes the command and a caret before its message, which names the line: that one is wanted.
  static func firstMessage(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    return lines.first { $0.contains(" line ") && $0.contains(": ") } ?? lines.first ?? "no message"
  }
}
