import Foundation

extension ResultDirectory {
  /// Runs a plot script that draws these pictures; the text of the SVG one, or nil if there is none.
  func draw(
    _ script: String, pictures: [String], with gnuplot: Gnuplot, log: (String) -> Void
  ) throws(OutputError) -> String? {
    for name in pictures {
      try claim(name)
      try remove(name)
    }
    switch gnuplot.run(script, in: url) {
    case .drawn:
      guard let svg = pictures.first(where: { $0.hasSuffix(".svg") }) else { return nil }
      return try? String(contentsOf: url.appendingPathComponent(svg), encoding: .utf8)
    case .missing:
      log("gnuplot was not found, so no pictures: install it and run `gnuplot \(script)` in \(url.path)")
    case .failed(let reason):
      log("gnuplot failed, so no pictures: \(reason)")
      for name in pictures { try remove(name) }
    }
    return nil
  }
}
