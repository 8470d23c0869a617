import Foundation
import Testing

extension CommandLineTests {
  @Suite struct ReproduceCommands {
    private static let ids = (1...6).map { "gopalani-mukherjee-figure-\($0)" }

    @Test func withoutAFigureTheyAreListed() throws {
      let scratch = try Scratch()
      let list = try Program.run(["reproduce"], in: scratch)
      #expect(list.status == 0)
      for id in Self.ids { #expect(list.output.contains(id)) }
      let json = try ResultDocument(try Program.run(["reproduce", "--json"], in: scratch).output)
      let figures = try #require(json.root["figures"] as? [[String: Any]])
      #expect(figures.map { $0["id"] as? String } == Self.ids)
      #expect(try scratch.entries().isEmpty)
    }

    @Test(arguments: [
      ["figure-7"], ["figure-1", "--resume"], ["figure-1", "--paths", "3"],
      ["figure-1", "--small", "--threads", "0"],
    ])
    func usageErrors(_ arguments: [String]) throws {
      let scratch = try Scratch()
      let outcome = try Program.run(["reproduce"] + arguments, in: scratch)
      #expect(outcome.status == 2)
      #expect(try scratch.entries().isEmpty)
    }

    /// The acceptance checks of all six figures at small scale, and every file.
    @Test(arguments: ids) func theChecksHold(id: String) throws {
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["reproduce", id, "--small", "--out", "o"], in: scratch, secondsAllowed: 300)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.output.contains("WARNING"))
      let result = try scratch.result("o")
      #expect(result.root["schema"] as? String == "langevin/reproduce/1")
      #expect(result.root["figure"] as? String == id)
      #expect(result.root["scale"] as? String == "small")
      #expect(result.provenance["seed"] as? Int == 1)
      let checks = try #require(result.root["checks"] as? [[String: Any]])
      #expect(checks.count >= 2)
      for check in checks {
        #expect(check["holds"] as? Bool == true, "\(check)")
        #expect(double(check["value"]) != nil && double(check["threshold"]) != nil)
      }
      let caption = try #require(result.root["caption"] as? String)
      #expect(caption.hasPrefix("The paper:") && caption.contains("Measured"))
      #expect(try scratch.text("o/caption.txt") == caption + "\n")
      for file in ["figure.png", "figure.svg", "plot.gp", "report.html"] {
        #expect(scratch.exists("o/\(file)"), "\(file)")
      }
      #expect(try scratch.entries("o").count { $0.hasSuffix(".csv") } == 2)
      if scratch.exists("o/final-test-loss.csv") {
        let header = try #require(try scratch.text("o/final-test-loss.csv").split(separator: "\n").first)
        #expect(
          header.hasPrefix("data_set,clean_test,noisy50_change_plus,noisy50_change_minus,noisy50_change_pair")
        )
      }
      #expect(try scratch.text("o/report.html").contains("<svg"))
      #expect(try Program.run(["reproduce", id, "--small", "--out", "o"], in: scratch).status == 2)
    }

    @Test func theSameBitsOnAnyNumberOfThreads() throws {
      let scratch = try Scratch()
      let results = try [["1"], ["3"], ["1", "--seed", "2"]].map { options in
        let outcome = try Program.run(
          ["reproduce", "figure-3", "--small", "--json", "--quiet", "--threads"] + options, in: scratch,
          secondsAllowed: 300)
        var root = try ResultDocument(outcome.output).root
        root["provenance"] = nil
        return root as NSDictionary
      }
      #expect(results[0] == results[1])
      #expect(results[0] != results[2])
      #expect(try scratch.entries().isEmpty)
    }

    @Test func interruptedItStopsAtOnceAndKeepsNothing() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["reproduce", "figure-1", "--out", "o"], in: scratch, interruption: .init(signal: SIGINT, after: 1),
        secondsAllowed: 60)
      #expect(outcome.status == 130)
      #expect(outcome.seconds < 5)
      #expect(outcome.errors.contains("stopped"))
      #expect(try scratch.entries("o").filter { !$0.hasPrefix(".") }.isEmpty)
    }
  }
}
