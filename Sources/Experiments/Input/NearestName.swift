import GSL

/// Spelling help for names that are not known.
enum NearestName {
  /// The known name nearest to `name`, or nil when none is near enough to be meant.
  ///
  /// Near is an edit distance, letter case ignored, of at most a third of the longer name and at most 3.
  static func find(_ name: String, among known: [String]) -> String? {
    let longest = 64
    guard name.utf8.count <= longest else { return nil }
    let wanted = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in known where candidate.utf8.count <= longest {
      let letters = Array(candidate.lowercased())
      let distance = editDistance(wanted, letters)
      let allowed = min(3, max(1, max(wanted.count, letters.count) / 3))
      if distance <= allowed, distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// More names than this are not listed.
  private static let most = 20

  /// `one of a, b, c`, with the nearest name to `name` suggested when there is one.
  static func oneOf(_ known: [String], insteadOf name: String) -> String {
    let list =
      switch known.count {
      case 1: known.joined()
      case ...most: "one of " + known.joined(separator: ", ")
      default: "one of the \(known.count) names that `langevin list` shows"
      }
    guard let nearest = find(name, among: known) else { return list }
    return "\(list) (did you mean \(nearest)?)"
  }
}
