extension GibbsResult: StudyResult {
  /// The files that a study may write; some are written only where there is something to write.
  public static let fileNames = ResultFiles.names(pictures: ["gibbs", "ladder"]) + GibbsTables.all

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    ResultDocuments(
      tables: try GibbsTables(self).tables, plotScript: GibbsPlotScript(result: self).text,
      pictures: ladder.isEmpty ? ["gibbs"] : ["gibbs", "ladder"]
    ) { GibbsHTMLReport(result: self, pictures: $0, source: source).html }
  }
}
