extension CompareResult: StudyResult {
  /// The files of a comparison of these curves.
  public static func fileNames(curves: [String]) -> [String] {
    ResultFiles.names(pictures: ["compare"]) + CompareTables.fileNames(curves: curves)
  }

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    let tables = try CompareTables(self)
    return ResultDocuments(
      tables: tables.curves + tables.gaps, plotScript: PlotScript(result: self, tables: tables).text,
      pictures: ["compare"]
    ) { CompareReport(result: self, tables: tables, picture: $0.first, source: source).html }
  }
}
