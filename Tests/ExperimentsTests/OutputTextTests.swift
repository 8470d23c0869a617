import Testing

@testable import Experiments

@Suite("Numbers, names and the summary") struct OutputTextTests {
  @Test(
    "the error has two significant digits and the value as many decimals",
    arguments: [
      (0.240241234, 0.000121, "0.24024 ± 0.00012"), (1, 0.1, "1.00 ± 0.10"), (0.5, 0.0996, "0.50 ± 0.10"),
      (0.5, 0.0994, "0.500 ± 0.099"), (12.3456, 1.2345, "12.3 ± 1.2"), (1234.5, 56.7, "1234 ± 57"),
      (123_456, 7890, "123500 ± 7900"), (99_999, 96, "99999 ± 96"), (-0.00001, 0.02, "0.000 ± 0.020"),
      (-0.25, 0.02, "-0.250 ± 0.020"), (0, 0, "0 ± 0"), (0.3, 0, "0.3 ± 0"),
      (1e-9, 2e-11, "(1.000 ± 0.020)e-9"),
      (1.2e8, 3.4e6, "(1.200 ± 0.034)e8"), (0.001, 1e-20, "0.001 ± 1.0e-20"), (0, 1e-7, "(0.0 ± 1.0)e-7"),
      (.nan, .nan, "nan ± nan"), (.infinity, 1, "inf ± 1"), (1, .infinity, "1 ± inf"),
    ] as [(Double, Double, String)])
  func valueAndError(_ value: Double, _ error: Double, _ text: String) {
    #expect(format(value, error) == text)
  }

  @Test(
    "an interval shows two significant digits of its half-width",
    arguments: [
      (0.0123, 0.01, 0.0146, "0.0123 in [0.0100, 0.0146]"), (5, 4, 6, "5.0 in [4.0, 6.0]"),
      (0, 0, 0, "0 in [0, 0]"), (2e-6, 1e-6, 3e-6, "2.0e-6 in [1.0e-6, 3.0e-6]"),
      (.infinity, 1, .infinity, "inf in [1, inf]"),
    ] as [(Double, Double, Double, String)])
  func interval(_ value: Double, _ lower: Double, _ upper: Double, _ text: String) {
    #expect(format(value, lower: lower, upper: upper) == text)
  }

  @Test(
    "names of files are safe",
    arguments: [
      ("sde", "sde"), ("a b", "a_b"), ("../../etc", "_.._etc"), (".hidden", "hidden"), ("", "unnamed"),
      ("μ", "_"), ("a/\\:b", "a_b"), ("x'\"`$y", "x_y"), ("...", "unnamed"),
    ])
  func fileNames(_ name: String, _ expected: String) {
    #expect(FileNames.sanitised(name) == expected)
  }

  @Test func longNamesAreCutAndCollisionsAvoided() {
    #expect(FileNames.sanitised(String(repeating: "x", count: 500)).count == 60)
    var names = FileNames()
    #expect(names.unique("a", suffix: "csv") == "a.csv")
    #expect(names.unique("A", suffix: "csv") == "A-2.csv")
    #expect(names.unique("a", suffix: "csv") == "a-3.csv")
    #expect(names.unique("a-2", suffix: "csv") == "a-2-2.csv")
  }

  @Test func summaryHasALinePerCurveAndGap() {
    var result = OutputFixture.result()
    result.curves[0].mean[2] = 0.240241234
    result.curves[0].standardError[2] = 0.000121
    result.curves[1].diverged = Divergence(count: 3, firstPath: 17, firstTime: 1.25)
    let lines = result.summary.split(separator: "\n").map(String.init)
    #expect(lines.first == "tiny: 1000 paths, T = 4, s = 0.2")
    #expect(lines[1].contains("5–95 % of paths"))
    #expect(lines.contains { $0.hasPrefix("  sde    0.24024 ± 0.00012") && $0.hasSuffix("12.5") })
    #expect(
      lines.contains(
        "  WARNING: sgd: 3 paths DIVERGED, first path 17 at t = 1.25; all numbers are over the other paths"))
    #expect(
      lines.contains("  sde − sgd  0.0123 in [0.0100, 0.0146]  0.25  95 %        by hand"))
    #expect(lines.suffix(2) == ["note: first note", "note: second <note>"])
    #expect(!result.summary.hasSuffix("\n"))
  }

  @Test func summaryOfNothing() {
    var result = OutputFixture.result([])
    result.notes = []
    #expect(result.summary.hasPrefix("tiny: 1000 paths"))
  }
}
