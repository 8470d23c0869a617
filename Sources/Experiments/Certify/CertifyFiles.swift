extension CertifyResult: StudyResult {
  /// The files that a run may write; some are written only where there is something to write.
  public static let fileNames =
    ResultFiles.names(pictures: ["certify", "reality"]) + CertifyTables.all + [RealityTables.curves]

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    var tables = try CertifyTables(self).tables
    var pictures = [(name: "certify", commands: CertifyPicture(result: self).commands)]
    if let reality {
      tables += try RealityTables(reality).tables
      pictures.append(("reality", RealityPicture(result: reality).commands))
    }
    return ResultDocuments(
      tables: tables,
      plotScript: gnuplotScript(
        "V_s along rays, and the decay bound against simulation", pictures: pictures.map(\.commands)),
      pictures: pictures.map(\.name)
    ) {
      CertifyReport(result: self, picture: $0.first, realityPicture: $0.dropFirst().first, source: source)
        .html
    }
  }
}
