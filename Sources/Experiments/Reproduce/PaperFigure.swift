import Stochastic

/// How much work goes into a figure.
public enum FigureScale: String, Sendable, CaseIterable {
  /// Enough for the checks, within a minute
  case small
  case full
}

/// A figure of a paper that is made again from nothing: data, training, statistics, picture, caption.
public protocol PaperFigure: Sendable {
  /// What the command line calls it, such as `gopalani-mukherjee-figure-1`
  var id: String { get }
  var title: String { get }
  /// Paper and figure
  var source: String { get }
  /// Roughly how long it takes on two cores, in seconds
  func seconds(_ scale: FigureScale) -> Double
  /// SGD runs it takes
  func runs(_ scale: FigureScale) -> Int
  /// - Throws: `CancellationError` once the control is cancelled; `ProblemError` if a run diverges.
  func measure(_ scale: FigureScale, seed: UInt64, threads: Int, control: RunControl) throws -> FigureFindings
}

/// Every figure that can be reproduced.
public enum PaperFigures {
  public static let all: [any PaperFigure] =
    [RegularizationFigure.sine, RegularizationFigure.teacher] as [any PaperFigure] + NoisyLabelFigure.all

  /// The figure of that name, or the only one whose name ends in it: `figure-3` or `3` will do.
  ///
  /// - Throws: `UnknownFigure` with the names there are.
  public static func find(_ name: String) throws(UnknownFigure) -> any PaperFigure {
    let candidates = all.filter { $0.id == name || $0.id.hasSuffix("-" + name) }
    guard candidates.count == 1, let figure = candidates.first else {
      throw UnknownFigure(name: name, known: all.map(\.id))
    }
    return figure
  }

  /// One row per figure: name, title, times on two cores.
  public static var listing: [[String]] {
    [["figure", "what it shows", "--small", "full", "source"]]
      + all.map { figure in
        [figure.id, figure.title] + FigureScale.allCases.map { "\(Int(figure.seconds($0))) s" }
          + [figure.source]
      }
  }

  /// The same as text, one line each.
  public static var listingText: String {
    aligned(listing).joined(separator: "\n") + "\n\nTimes are for two cores."
  }

  /// The same for programs.
  public static var json: JSONValue {
    .object([
      ("schema", .string("langevin/reproduce-list/1")),
      (
        "figures",
        .array(
          all.map { figure in
            .object([
              ("id", .string(figure.id)), ("title", .string(figure.title)),
              ("source", .string(figure.source)),
              ("seconds", .object(FigureScale.allCases.map { ($0.rawValue, .number(figure.seconds($0))) })),
            ])
          })
      ),
    ])
  }
}

/// No figure has this name.
public struct UnknownFigure: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String {
    "figure: found \(name.shortened().onOneLine), expected \(NearestName.oneOf(known, insteadOf: name))"
  }
}
