import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Usage {
    static let wrong: [(arguments: [String], phrase: String)] = [
      (["compare", "--threads", "0"], "--threads 0: expected 1 to 1024"),
      (["compare", "--threads", "2000"], "--threads 2000"),
      (["compare", "--threads", "two"], "'two'"),
      (["compare", "--paths", "-3"], "--paths"),
      (["compare", "--paths=-3"], "--paths -3: expected 1 to 1e12"),
      (["compare", "--paths", "0"], "--paths 0"),
      (["compare", "--paths", "10.5"], "'10.5'"),
      (["compare", "--seed", "-1"], "--seed"),
      (["compare", "--seed", "18446744073709551616"], "18446744073709551616"),
      (["compare", "--frobnicate"], "--frobnicate"),
      (["compare", "--out"], "--out"),
      (["compare", "one.yaml", "two.yaml"], "two.yaml"),
      (["compare", "--resume", "--force"], "exclude"),
      (["compare", "--resume", "--json"], "--out"),
      (["frobnicate"], "frobnicate"),
      (["template", "one", "two"], "two"),
      (["list", "all"], "all"),
    ]

    @Test(arguments: wrong) func refused(arguments: [String], phrase: String) throws {
      let scratch = try Scratch()
      let outcome = try Program.run(arguments, in: scratch)
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains(phrase), "\(outcome.errors)")
      #expect(try scratch.entries() == [])
    }

    /// As in an experiment file: whole numbers may be written as 1e3.
    @Test func wholeNumbersMayHaveAnExponent() throws {
      let outcome = try Program.run(["compare", "--paths", "1e2", "--json"], in: Scratch())
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\"paths\": 100,"))
    }
  }
}
