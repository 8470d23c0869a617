import Foundation

/// The directory of one run's results.
///
/// It keeps a list of the files that Langevin wrote (`.langevin-files`), so that `--force` replaces those
/// and never touches another file. Every file is written under a temporary name and then renamed: a reader
/// sees the whole file or none of it.
public struct ResultDirectory: Sendable {
  /// What a run that was interrupted leaves behind.
  public static let checkpoint = "checkpoint.bin"
  private static let list = ".langevin-files"

  public let url: URL
  /// The directories that were made for it, the outermost first
  private var made: [String] = []

  /// Creates the directory, and those above it, or takes over an existing one.
  ///
  /// An existing directory must be empty, unless `force` (what Langevin wrote there is removed) or `resume`
  /// (it holds the checkpoint of an unfinished run, and everything stays). Throws `OutputError` otherwise, and
  /// if a file that Langevin did not write has the name of one of the `results`.
  public init(
    _ path: String, results: [String] = [], force: Bool = false, resume: Bool = false
  ) throws(OutputError) {
    url = URL(fileURLWithPath: path, isDirectory: true)
    if resume {
      guard exists(Self.checkpoint) else { throw .nothingToResume(directory: path) }
      return
    }
    try makeDirectory()
    if force {
      try removeOwnFiles(before: results)
    } else if try !entries().allSatisfy({ $0 == Self.list }) {
      throw exists(Self.checkpoint) ? .unfinishedRun(directory: path) : .notEmpty(directory: path)
    }
  }

  /// Throws `OutputError.foreignFile` if one of these names is taken by a file that Langevin did not write.
  public func refuseForeignFiles(_ names: [String]) throws(OutputError) {
    let own = ownFiles
    for name in names where exists(name) && !own.contains(name) {
      throw .foreignFile(path: url.appendingPathComponent(name).path)
    }
  }

  /// Writes a file whole or not at all. Throws `OutputError.foreignFile` rather than replace a file that
  /// Langevin did not write.
  public func write(_ data: Data, to name: String) throws(OutputError) {
    try claim(name)
    try replace(name, with: data)
  }

  /// Writes a text in UTF-8, as `write(_:to:)` above.
  public func write(_ text: String, to name: String) throws(OutputError) {
    try write(Data(text.utf8), to: name)
  }

  /// Takes a name for a file that another program is about to write. Throws like `write`.
  public func claim(_ name: String) throws(OutputError) {
    guard Self.isPlain(name) else { throw .badFileName(name) }
    let own = ownFiles
    guard !own.contains(name) else { return }
    guard !exists(name) else { throw .foreignFile(path: url.appendingPathComponent(name).path) }
    let text = (own + [name]).map { $0 + "\n" }.joined()
    try replace(Self.list, with: Data(text.utf8))
  }

  /// Removes the directories that were made for a run which left nothing in them.
  public func removeIfUnused() {
    // rmdir itself refuses what is not empty
    for path in made.reversed() where rmdir(path) != 0 { return }
  }

  /// Removes a file that Langevin wrote; nothing happens if there is none.
  public func remove(_ name: String) throws(OutputError) {
    guard ownFiles.contains(name), exists(name) else { return }
    let path = url.appendingPathComponent(name).path
    guard unlink(path) == 0 else { throw Self.failure("remove", path) }
  }
}

extension ResultDirectory {
  /// The files that Langevin wrote here; a checkpoint is always its own.
  private var ownFiles: [String] {
    let text = (try? String(contentsOf: url.appendingPathComponent(Self.list), encoding: .utf8)) ?? ""
    let names = text.split(separator: "\n").map(String.init).filter(Self.isPlain)
    return names.contains(Self.checkpoint) ? names : [Self.checkpoint] + names
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name != list
      && !name.contains { $0 == "/" || $0.isNewline || $0 == "\0" }
  }

  private static func temporary(_ name: String) -> String { ".\(name).partial" }

  /// Whether the directory has an entry of that name, be it a link to nowhere.
  private func exists(_ name: String) -> Bool {
    var status = stat()
    return lstat(url.appendingPathComponent(name).path, &status) == 0
  }

  private func entries() throws(OutputError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: url.path)
    } catch {
      throw .system(action: "list", path: url.path, reason: error.localizedDescription)
    }
  }

  private mutating func makeDirectory() throws(OutputError) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) {
      guard isDirectory.boolValue else { throw .notADirectory(path: url.path) }
      return
    }
    // by mkdir itself, whose errors say what is wrong
    var path = ""
    for part in url.standardizedFileURL.pathComponents {
      path = part == "/" ? part : path + (path == "/" ? "" : "/") + part
      if mkdir(path, 0o777) == 0 {
        made.append(path)
      } else if errno != EEXIST && errno != EISDIR {
        throw Self.failure("create", path)
      }
    }
  }

  /// Refuses before anything is removed if a file of the user's stands where a result must go.
  private func removeOwnFiles(before results: [String]) throws(OutputError) {
    let own = ownFiles
    try refuseForeignFiles(results)
    for name in own.flatMap({ [$0, Self.temporary($0)] }) where exists(name) {
      let path = url.appendingPathComponent(name).path
      guard unlink(path) == 0 else { throw Self.failure("remove", path) }
    }
    if exists(Self.list) { try replace(Self.list, with: Data()) }
  }

  private func replace(_ name: String, with data: Data) throws(OutputError) {
    let partial = url.appendingPathComponent(Self.temporary(name)).path
    let path = url.appendingPathComponent(name).path
    do {
      try data.write(to: URL(fileURLWithPath: partial))
    } catch {
      unlink(partial)
      throw .system(action: "write", path: path, reason: error.localizedDescription)
    }
    guard rename(partial, path) == 0 else { throw Self.failure("write", path) }
  }

  private static func failure(_ action: String, _ path: String) -> OutputError {
    .system(action: action, path: path, reason: String(cString: strerror(errno)))
  }
}
