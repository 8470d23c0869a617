/// Names that become part of a path: of the result directory and of the files in it.
enum FileNameRule {
  /// What the name should be and is not; nil when it will do.
  static func fault(in name: String) -> String? {
    if name.allSatisfy(\.isWhitespace) { return "that is not blank" }
    if name.hasPrefix(".") { return "without a leading dot" }
    if name.contains("/") || name.contains("\\") { return "without slashes" }
    if name.onOneLine != name { return "without control characters" }
    if name.utf8.count > InputLimits.nameBytes { return "of at most \(InputLimits.nameBytes) bytes" }
    return nil
  }
}
