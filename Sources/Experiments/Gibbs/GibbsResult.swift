import Gibbs

/// Everything `langevin gibbs` found: the Gibbs law at the experiment's learning rate, and over a ladder of others.
public struct GibbsResult: Sendable {
  public var name: String
  public var provenance: Provenance
  /// At the experiment's learning rate
  public var report: GibbsReport
  /// By ascending learning rate; empty unless a ladder was asked for
  public var ladder: [GibbsReport]

  public init(name: String, provenance: Provenance, report: GibbsReport, ladder: [GibbsReport]) {
    self.name = name
    self.provenance = provenance
    self.report = report
    self.ladder = ladder
  }
}
