/// A script that draws one picture in both formats, each from a clean slate, out of the tables beside it.
func gnuplotScript(
  _ about: String, fileName: String, definitions: [String] = [], picture: [String]
) -> String {
  let start = [
    "reset", "set encoding utf8", "set datafile separator comma", "set datafile columnheaders",
  ]
  let lines =
    ["# \(about). Draw again with: gnuplot \(fileName)", "", "do for [picture in 'png svg'] {"]
    + (start + definitions + picture).map { $0.isEmpty ? "" : "  " + $0 } + ["}"]
  return lines.joined(separator: "\n") + "\n"
}
