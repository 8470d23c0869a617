/// The names most like a misspelt one, best first: at most five, each within a third of its letters
/// (and two at least), or continuing what was written.
func nearest(to name: String, among names: [String]) -> [String] {
  let wanted = Array(name.lowercased())
  let allowed = max(2, wanted.count / 3)
  let ranked = names.compactMap { candidate -> (name: String, distance: Int)? in
    let letters = Array(candidate.lowercased())
    let distance = editDistance(wanted, letters)
    let continues = !wanted.isEmpty && letters.starts(with: wanted)
    return distance <= allowed || continues ? (candidate, distance) : nil
  }
  return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(5).map(\.name)
}

/// Levenshtein's distance: the fewest insertions, deletions and substitutions that turn one word into
/// the other.
package func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      let substituted = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[second.count]
}
