extension FigureResult: StudyResult {
  static let caption = "caption.txt"
  /// The files of any figure.
  public static let fileNames =
    ResultFiles.names(pictures: ["figure"]) + [caption] + RegularizationTables.all + NoisyLabelTables.all

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    ResultDocuments(
      texts: [(Self.caption, findings.caption + "\n")], tables: findings.tables,
      plotScript: gnuplotScript(figure.title, pictures: [findings.picture.commands]), pictures: ["figure"]
    ) { FigureReport(result: self, picture: $0.first).html }
  }
}

/// gnuplot's commands for figure.png and figure.svg, between the terminal and the end of the picture.
struct FigurePicture: Sendable {
  let title: String
  let width: Int
  let height: Int
  let panels: [String]

  var commands: [String] {
    gnuplotTerminal("figure", width: width, height: height)
      + ["set multiplot title \(gnuplotQuoted(title)) noenhanced font large"] + panels
      + ["", "unset multiplot", "unset output"]
  }
}
