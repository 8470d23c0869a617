import Foundation
import Testing

@testable import Experiments

@Suite("Tables") struct OutputTableTests {
  /// Columns by name, read by the simplest CSV reader there is.
  private func columns(_ table: Table) throws -> [String: [Double]] {
    let rows = table.text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    var columns: [String: [Double]] = [:]
    for (index, name) in rows[0].enumerated() {
      columns[name] = try rows.dropFirst().map { try #require(Double($0[index])) }
    }
    return columns
  }

  private func bits(_ values: [Double]?) -> [UInt64]? { values?.map(\.bitPattern) }

  @Test func curvesReadBackToTheBit() throws {
    var curve = OutputFixture.curve("sde", times: [0, 0.1, 1 / 3.0, 4]) { sin(1 / ($0 + 0.3)) / 7 }
    curve.maximum = [.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -.infinity]
    let table = try CompareTables(OutputFixture.result([curve])).curves[0]
    #expect(table.fileName == "curve-sde.csv")
    #expect(table.text.hasPrefix("time,mean,standard_error,paths,minimum,maximum,q0.05,q0.5,q0.95,"))
    let read = try columns(table)
    #expect(bits(read["time"]) == bits(curve.times))
    #expect(bits(read["mean"]) == bits(curve.mean))
    #expect(bits(read["standard_error"]) == bits(curve.standardError))
    #expect(read["paths"] == [1000, 999, 998, 997])
    #expect(bits(read["minimum"]) == bits(curve.minimum))
    #expect(bits(read["maximum"]) == bits(curve.maximum))
    #expect(bits(read["q0.05"]) == bits(curve.quantiles[0].values))
    #expect(bits(read["q0.95"]) == bits(curve.quantiles[2].values))
    #expect(bits(read["q0.5_standard_error"]) == bits(curve.quantiles[1].standardErrors))
  }

  @Test func gapsReadBackToTheBit() throws {
    let result = OutputFixture.result()
    let table = try CompareTables(result).gaps[0]
    #expect(table.fileName == "gap-sde-sgd.csv")
    #expect(table.text.hasPrefix("time,mean,standard_error,lower,upper\n"))
    let read = try columns(table)
    #expect(bits(read["mean"]) == bits(result.gaps[0].mean))
    #expect(bits(read["lower"]) == bits(result.gaps[0].lower))
    #expect(bits(read["upper"]) == bits(result.gaps[0].upper))
  }

  @Test func nanIsSpelled() throws {
    let curve = OutputFixture.curve("c", times: [1]) { _ in -.nan }
    let table = try CompareTables(OutputFixture.result([curve])).curves[0]
    #expect(table.text.split(separator: "\n")[1].hasPrefix("1.0,nan,nan,1000,nan,nan,nan"))
  }

  @Test func namesDoNotCollide() throws {
    let names = ["a b", "a_b", "A/B", "μ", "λ", "x-y", "x", "y-z", "z"]
    let result = OutputFixture.result(names.map { OutputFixture.curve($0) })
    let tables = try CompareTables(result)
    let files = (tables.curves + tables.gaps).map { $0.fileName.lowercased() }
    #expect(files.count == 9 + 36)
    #expect(Set(files).count == files.count)
    #expect(files.allSatisfy { $0.allSatisfy { $0.isASCII && !"/ ".contains($0) } })
  }

  @Test func raggedColumnsAreRefused() {
    var result = OutputFixture.result()
    result.curves[1].quantiles[0].values.removeLast()
    #expect(throws: OutputError.ragged(table: "curve-sgd.csv", column: "q0.05", found: 2, expected: 3)) {
      try CompareTables(result)
    }
  }

  /// Commas and quotes do not make new columns.
  @Test func cellsAreQuotedWhereNeeded() throws {
    let table = try Table(
      fileName: "t.csv",
      columns: [("kind", ["weak, underdamped", "plain", "a \"b\""]), ("x", ["1", "2", "3"])])
    #expect(table.text == "kind,x\n\"weak, underdamped\",1\nplain,2\n\"a \"\"b\"\"\",3\n")
  }
}
