import Foundation
import Testing

extension CommandLineTests {
  @Suite struct VerifyCommands {
    @Test(arguments: [["quick"], ["--paths", "3"], ["--quick", "--threads", "0"], ["--resume"]])
    func usageErrors(_ arguments: [String]) throws {
      let scratch = try Scratch()
      #expect(try Program.run(["verify"] + arguments, in: scratch).status == 2)
      #expect(try scratch.entries().isEmpty)
    }

    @Test func everythingHolds() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["verify", "--quick", "--out", "o"], in: scratch, secondsAllowed: 600)
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(!outcome.output.contains("WARNING"))
      let result = try scratch.result("o")
      #expect(result.root["schema"] as? String == "langevin/verify/1")
      #expect(result.root["holds"] as? Bool == true && result.provenance["seed"] as? Int == 1)
      let orders = try #require(result.root["orders"] as? [[String: Any]])
      let schemes = Set(orders.compactMap { $0["scheme"] as? String })
      for scheme in [
        "euler-maruyama", "leimkuhler-matthews", "heun", "sra1", "exponential-euler", "tamed-euler", "sgd",
        "noisy-gd", "runge-kutta-4", "baoab", "obabo", "aboba",
      ] { #expect(schemes.contains(scheme), "\(scheme)") }
      for order in orders where order["verdict"] as? String == "PASS" {
        guard let nominal = double(order["nominalOrder"]) else { continue }
        let measured = try #require(order["measuredOrder"] as? [String: Any])
        #expect(try #require(double(measured["lower"])) > nominal - 0.25)
        #expect(try #require(double(measured["upper"])) < nominal + 0.25)
      }
      for file in [
        "errors.csv", "orders.csv", "work-precision.csv", "known-answers.csv", "orders.png", "orders.svg",
        "work_precision.png", "work_precision.svg", "report.html",
      ] { #expect(scratch.exists("o/\(file)"), "\(file)") }
      let errors = try scratch.text("o/errors.csv").split(separator: "\n")
      let unquoted = errors.map { line in
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
          $0.offset % 2 == 0
        }
        .map(\.element).joined()
      }
      #expect(Set(unquoted.map { $0.count { $0 == "," } }).count == 1, "as many fields in every line")
      #expect(try scratch.text("o/report.html").contains("<svg"))
      #expect(try Program.run(["verify", "--quick", "--out", "o"], in: scratch).status == 2)
    }

    @Test func interruptedItStopsAtOnceAndKeepsNothing() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["verify", "--out", "o"], in: scratch, interruption: .init(signal: SIGINT, after: 2),
        secondsAllowed: 60)
      #expect(outcome.status == 130)
      #expect(outcome.seconds < 5)
      #expect(outcome.errors.contains("stopped"))
      #expect(!scratch.exists("o"))
    }
  }
}
