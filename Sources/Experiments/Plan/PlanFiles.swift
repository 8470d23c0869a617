extension PlanResult: StudyResult {
  /// The files that a plan may write; some are written only where there is something to write.
  public static let fileNames = ResultFiles.names(pictures: ["plan"]) + PlanTables.all

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    ResultDocuments(
      tables: try PlanTables(self).tables, plotScript: PlanPlotScript(result: self).text, pictures: ["plan"]
    ) { PlanHTMLReport(result: self, picture: $0.first, source: source).html }
  }
}
