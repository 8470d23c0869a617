import Foundation

/// The files of a decay bound held against simulation.
public enum RealityFiles {
  /// All of them.
  public static let all = [RealityTables.curves, RealityPlotScript.fileName] + RealityPlotScript.pictures
}

extension ResultDirectory {
  /// Writes the table, the plot script and the pictures; the text of the SVG one if it was drawn.
  func write(
    _ result: RealityResult, plots: Bool, gnuplot: Gnuplot, log: (String) -> Void
  ) throws(OutputError) -> String? {
    for table in try RealityTables(result).tables { try write(table.text, to: table.fileName) }
    try write(RealityPlotScript(result: result).text, to: RealityPlotScript.fileName)
    guard plots else { return nil }
    return try draw(
      RealityPlotScript.fileName, pictures: RealityPlotScript.pictures, with: gnuplot, log: log)
  }
}
