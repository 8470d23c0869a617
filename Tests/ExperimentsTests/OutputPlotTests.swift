import Foundation
import Testing

@testable import Experiments

@Suite("Plots") struct OutputPlotTests {
  private func script(_ result: CompareResult) throws -> String {
    PlotScript(result: result, tables: try CompareTables(result)).text
  }

  private static let grid = (0...100).map { Double($0) / 10 }

  @Test func namesBecomeGnuplotStrings() {
    #expect(gnuplotQuoted("it's \"a_b\" \\n `x` {c^d}") == "'it''s \"a_b\" \\n `x` {c^d}'")
    #expect(gnuplotQuoted("two\nlines\u{0}") == "'two lines '")
    #expect(elided("abcdef", to: 4) == "abc…")
    #expect(elided("abcd", to: 4) == "abcd")
  }

  @Test func axesFollowTheLosses() throws {
    let steep = OutputFixture.result([OutputFixture.curve("c", times: Self.grid) { exp(-$0) }])
    #expect(try script(steep).contains("set logscale y"))
    #expect(try script(steep).contains("loss L (logarithmic)"))
    let flat = OutputFixture.result([OutputFixture.curve("c", times: Self.grid) { 1 + exp(-$0) }])
    #expect(try !script(flat).contains(" set logscale"))
    let signed = OutputFixture.result([OutputFixture.curve("c", times: Self.grid) { exp(-$0) - 0.01 }])
    #expect(try !script(signed).contains(" set logscale"))
    let long = OutputFixture.result([OutputFixture.curve("c", times: [0.001, 0.1, 10]) { 1 + $0 / 10 }])
    #expect(try script(long).contains("set logscale x"))
    let fromZero = OutputFixture.result([OutputFixture.curve("c", times: [0, 0.001, 10]) { 1 + $0 / 10 }])
    #expect(try !script(fromZero).contains(" set logscale"))
  }

  @Test(
    "an axis contains what it must show",
    arguments: [
      [0], [0.3, 0.3], [-2, 5], [1e150, -1e150], [.infinity, 1, .nan], [.nan], [], [1e300, -1e300],
      [.leastNonzeroMagnitude, 0], [1, 1 + 1e-15],
    ] as [[Double]])
  func linearAxis(_ values: [Double]) {
    let axis = PlotAxis.linear(values)
    #expect(axis.lower.isFinite && axis.upper.isFinite && axis.lower < axis.upper)
    for value in values where value.isFinite && abs(value) < 1e200 {
      #expect(axis.lower <= value && value <= axis.upper)
    }
  }

  @Test func curvesAreDrawnByKind() {
    let few = OutputFixture.curve("c", kind: "sgd", stepSize: nil)
    let many = OutputFixture.curve("c", kind: "sgd", stepSize: nil, times: Self.grid)
    let coarse = OutputFixture.curve("c", kind: "sgd", stepSize: nil, times: Self.grid.map { 10 * $0 })
    #expect(few.drawing == .points)
    #expect(many.drawing == .steps)
    #expect(coarse.drawing == .line)
    #expect(OutputFixture.curve("c", times: Self.grid).drawing == .line)
    #expect(OutputFixture.curve("c").drawing == .lineWithPoints)
    #expect(OutputFixture.curve("c", times: [1]).drawing == .points)
  }

  @Test func ofManyGapsOnlyThoseAgainstTheFirstAreDrawn() throws {
    let six = OutputFixture.result((0..<6).map { OutputFixture.curve("m\($0)") })
    let drawn = GapPanel(result: six, tables: try CompareTables(six)).drawn
    #expect(six.gaps.count == 15)
    #expect(drawn.map { six.gaps[$0].second } == ["m1", "m2", "m3", "m4", "m5"])
    #expect(drawn.allSatisfy { six.gaps[$0].first == "m0" })
    let three = OutputFixture.result((0..<3).map { OutputFixture.curve("m\($0)") })
    #expect(GapPanel(result: three, tables: try CompareTables(three)).drawn == [0, 1, 2])
  }

  @Test func aWideQuantileBandIsLeftOut() throws {
    var curve = OutputFixture.curve("c", times: Self.grid) { 1 + exp(-$0) }
    #expect(try script(OutputFixture.result([curve])).contains("\"q0.05\":\"q0.95\""))
    curve.quantiles[2].values = curve.mean.map { 20 * $0 }
    #expect(try !script(OutputFixture.result([curve])).contains("\"q0.05\":\"q0.95\""))
  }

  @Test func theScriptNamesFilesRelativeToItself() throws {
    let text = try script(OutputFixture.result())
    #expect(text.contains("'curve-sde.csv'") && text.contains("'gap-sde-sgd.csv'"))
    #expect(!text.contains("'/"))
  }
}
