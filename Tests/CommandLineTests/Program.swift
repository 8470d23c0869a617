import Foundation
import Testing

/// Every test of the command line. One at a time: a program that is timed or interrupted wants the machine
/// to itself.
@Suite(.serialized) struct CommandLineTests {}

/// How a program ended and what it said.
struct Outcome {
  /// The exit status; nil if a signal ended the program.
  let status: Int32?
  let output: String
  let errors: String
  /// Wall-clock seconds from start to end, or from the signal to the end if one was sent.
  let seconds: Double

  var errorLines: [Substring] { errors.split(separator: "\n") }
  var outputLines: [Substring] { output.split(separator: "\n") }
}

/// Why a program gave no outcome.
enum ProgramFailure: Error {
  case notFound(searched: [String])
  case tooSlow(arguments: [String], seconds: Double)
}

/// The built executable, started as a user would start it.
enum Program {
  /// The executable stands beside the test bundle.
  static let langevin: Result<URL, ProgramFailure> = {
    let starts =
      [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
      + Bundle.allBundles.map(\.bundleURL)
    let directories = starts.flatMap { [$0, $0.deletingLastPathComponent()] }
    let places = directories.map { $0.appendingPathComponent("langevin") }
    let found = places.first {
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0.path, isDirectory: &isDirectory)
        && !isDirectory.boolValue && FileManager.default.isExecutableFile(atPath: $0.path)
    }
    return found.map { .success($0) } ?? .failure(.notFound(searched: places.map(\.path)))
  }()

  /// A signal, and how many seconds after the start to send it.
  struct Interruption {
    let signal: Int32
    let after: Double
  }

  /// Runs `langevin` in a directory and reads all it says.
  static func run(
    _ arguments: [String], in directory: Scratch, path: String? = nil, interruption: Interruption? = nil,
    secondsAllowed: Double = 30
  ) throws -> Outcome {
    try start(
      try langevin.get(), arguments, in: directory, path: path, interruption: interruption,
      secondsAllowed: secondsAllowed)
  }

  /// Runs a shell command in which `$LANGEVIN` is the executable.
  static func shell(_ command: String, in directory: Scratch) throws -> Outcome {
    try start(URL(fileURLWithPath: "/bin/sh"), ["-c", command], in: directory)
  }

  private static func start(
    _ program: URL, _ arguments: [String], in directory: Scratch, path: String? = nil,
    interruption: Interruption? = nil, secondsAllowed: Double = 30
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = directory.url
    var environment = ProcessInfo.processInfo.environment
    environment["LANGEVIN"] = try langevin.get().path
    if let path { environment["PATH"] = path }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    var start = ContinuousClock.now
    try process.run()
    if let interruption {
      Thread.sleep(forTimeInterval: interruption.after)
      start = .now
      kill(process.processIdentifier, interruption.signal)
    }
    let handles = [output.fileHandleForReading, errors.fileHandleForReading]
    guard let texts = readAll(handles, before: .now + .seconds(secondsAllowed)) else {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      throw ProgramFailure.tooSlow(arguments: arguments, seconds: secondsAllowed)
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : nil, output: texts[0],
      errors: texts[1], seconds: start.duration(to: .now) / .seconds(1))
  }

  /// Reads several pipes to their ends together, so that no writer waits for a full one; nil after the deadline.
  private static func readAll(
    _ handles: [FileHandle], before deadline: ContinuousClock.Instant
  ) -> [String]? {
    var data = handles.map { _ in Data() }
    var open = Set(handles.indices)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !open.isEmpty {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return nil }
      let order = open.sorted()
      var states = order.map {
        pollfd(fd: handles[$0].fileDescriptor, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&states, nfds_t(states.count), Int32(left.rounded(.up))) > 0 else { continue }
      for (place, state) in zip(order, states) where state.revents != 0 {
        let count = read(state.fd, &buffer, buffer.count)
        if count > 0 { data[place].append(contentsOf: buffer[..<count]) } else { open.remove(place) }
      }
    }
    return data.map { String(decoding: $0, as: UTF8.self) }
  }
}
