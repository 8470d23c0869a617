import ArgumentParser
import Experiments
import Foundation

/// How a command ends: 0 done, 1 the run failed, 2 usage, 65 bad input file, 130 interrupted.
enum ExitStatus {
  static let failed = ExitCode(1)
  static let usage = ExitCode(2)
  static let badInput = ExitCode(65)
  static let interrupted = ExitCode(130)
}

/// A message on standard error.
func log(_ message: String) {
  FileHandle.standardError.write(Data((message + "\n").utf8))
}

extension LangevinCommand {
  /// Says what went wrong, on standard error, and leaves with the status that belongs to it.
  static func exit(reporting error: any Error) -> Never {
    switch error {
    case let code as ExitCode:
      Foundation.exit(code.rawValue)
    case let error as InputError:
      finish("langevin: \(error)", ExitStatus.badInput)
    case let error as OutputError:
      finish("langevin: \(error)", error.isUsage ? ExitStatus.usage : ExitStatus.failed)
    case let error as PlanError where error.isUsage:
      finish("langevin: \(error)", ExitStatus.usage)
    case is UnknownTemplate, is UnknownFigure, is UsageError:
      finish("langevin: \(error)", ExitStatus.usage)
    default:
      // the parser's own errors and requests for help
      let code = exitCode(for: error)
      guard code != .success else { exit(withError: error) }
      guard code == .validationFailure else { finish("langevin: \(error)", ExitStatus.failed) }
      finish(fullMessage(for: error), ExitStatus.usage)
    }
  }

  private static func finish(_ message: String, _ code: ExitCode) -> Never {
    log(message)
    Foundation.exit(code.rawValue)
  }
}

extension OutputError {
  /// Whether another command line would help, rather than another disk.
  fileprivate var isUsage: Bool {
    switch self {
    case .notEmpty, .unfinishedRun, .nothingToResume, .notADirectory, .foreignFile, .badFileName: true
    case .system, .ragged: false
    }
  }
}
