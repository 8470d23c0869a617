/// The text of plot.gp, which draws pictures in both formats out of the tables beside it, each from a clean slate.
func gnuplotScript(_ about: String, pictures: [[String]]) -> String {
  let start = [
    "reset", "set encoding utf8", "set datafile separator comma", "set datafile columnheaders",
  ]
  var lines = ["# \(about). Draw again with: gnuplot \(ResultFiles.script)", ""]
  for commands in pictures {
    lines +=
      ["do for [picture in 'png svg'] {"] + (start + commands).map { $0.isEmpty ? "" : "  " + $0 } + [
        "}", "",
      ]
  }
  return lines.joined(separator: "\n") + "\n"
}
