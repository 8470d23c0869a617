import Foundation
import Testing

@testable import Experiments

/// Names, checks, words and files of reproduced figures.
@Suite struct ReproduceFigureTests {
  @Test func figuresAreFoundByName() throws {
    #expect(PaperFigures.all.map(\.id) == (1...6).map { "gopalani-mukherjee-figure-\($0)" })
    #expect(try PaperFigures.find("gopalani-mukherjee-figure-3").id == PaperFigures.all[2].id)
    #expect(try PaperFigures.find("figure-3").id == PaperFigures.all[2].id)
    #expect(try PaperFigures.find("3").id == PaperFigures.all[2].id)
    for name in ["7", "", "figure", "gopalani-mukherjee-figure-7", "mukherjee-figure-33"] {
      #expect(throws: UnknownFigure.self) { _ = try PaperFigures.find(name) }
    }
    let error = #expect(throws: UnknownFigure.self) {
      _ = try PaperFigures.find("gopalani-mukherje-figure-2")
    }
    #expect(error?.description.contains("did you mean gopalani-mukherjee-figure-2") == true)
  }

  @Test func checksAreDecidedByNumbers() {
    #expect(FigureCheck("a", 1, .atLeast, 1).holds && !FigureCheck("a", 0.99, .atLeast, 1).holds)
    #expect(FigureCheck("a", 1, .atMost, 1).holds && !FigureCheck("a", 1.01, .atMost, 1).holds)
    #expect(!FigureCheck("a", 1, .above, 1).holds && FigureCheck("a", 1.01, .above, 1).holds)
    for side in [FigureCheck.Side.atLeast, .atMost, .above] {
      #expect(!FigureCheck("a", .nan, side, 1).holds)
    }
    #expect(
      FigureCheck("a", 2.5, standardError: 0.1, .atMost, 3).comparison == "2.50 ± 0.10, expected at most 3")
  }

  @Test func wrapping() {
    #expect(wrapped("a bc def  ghijkl m", columns: 5) == ["a bc", "def", "ghijkl", "m"])
    #expect(wrapped("", columns: 5).isEmpty)
  }

  @Test(arguments: [(0.127, "13 %"), (0, "0 %"), (0.00127, "0.13 %"), (1, "100 %"), (1.78, "178 %")])
  func percentages(fraction: Double, text: String) { #expect(percent(fraction) == text) }
}
