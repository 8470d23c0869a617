/// Why a result could not be written.
public enum OutputError: Error, Equatable, Sendable {
  /// The directory holds files and nobody said that they may be replaced.
  case notEmpty(directory: String)
  /// The directory holds the checkpoint of a run that did not finish.
  case unfinishedRun(directory: String)
  /// A run was to be resumed, but the directory holds no checkpoint.
  case nothingToResume(directory: String)
  /// The path exists and is not a directory.
  case notADirectory(path: String)
  /// A file of that name exists and Langevin did not write it.
  case foreignFile(path: String)
  /// A name with a slash, an empty one, or one reserved for the list of files.
  case badFileName(String)
  /// The operating system refused.
  case system(action: String, path: String, reason: String)
  /// A column of a table has the wrong number of entries.
  case ragged(table: String, column: String, found: Int, expected: Int)
}

extension OutputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notEmpty(let directory):
      "\(directory) is not empty: pass --force to replace the results in it, or choose another --out"
    case .unfinishedRun(let directory):
      "\(directory) holds an unfinished run (checkpoint.bin): "
        + "pass --resume to finish it, or --force to start again"
    case .nothingToResume(let directory):
      "\(directory) holds no unfinished run: --resume expects its checkpoint.bin"
    case .notADirectory(let path):
      "\(path) is not a directory: --out expects a directory, new or empty"
    case .foreignFile(let path):
      "\(path) was not written by Langevin and is left alone: move it away, or choose another --out"
    case .badFileName(let name):
      "\"\(name)\" cannot be the name of a result file: expected a plain file name"
    case .system(let action, let path, let reason):
      "cannot \(action) \(path): \(reason)"
    case .ragged(let table, let column, let found, let expected):
      "table \(table): column \(column) has \(found) entries, expected \(expected), one per time"
    }
  }
}
