extension CompareResult: StudyResult {
  /// The files of a comparison of these curves.
  public static func fileNames(curves: [String]) -> [String] {
    ResultFiles.names(pictures: ["compare"]) + CompareTables.fileNames(curves: curves)
  }

  /// The same where an accuracy is asked for.
  public static func accurateFileNames(curves: [String]) -> [String] {
    fileNames(curves: curves) + ResultFiles.formats("levels") + curves.map(LevelsPicture.fileName)
  }

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    let tables = try CompareTables(self)
    let levels = LevelsPicture(result: self)
    return ResultDocuments(
      tables: try tables.curves + tables.gaps + levels.tables(),
      plotScript: PlotScript(result: self, tables: tables).text,
      pictures: levels.isEmpty ? ["compare"] : ["compare", "levels"]
    ) { CompareReport(result: self, tables: tables, pictures: $0, source: source).html }
  }
}
