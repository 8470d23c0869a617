import Foundation
import Testing

/// A run of a few seconds on this machine, and what became of it when it was interrupted after one.
struct LongRun {
  let paths: Int
  let scratch: Scratch
  let interrupted: Outcome

  var arguments: [String] { Self.arguments(paths) }

  private static func arguments(_ paths: Int) -> [String] {
    ["compare", "--paths", "\(paths)", "--no-plots", "--out", "r"]
  }

  static let shared = Result { try LongRun() }

  private init() throws {
    scratch = try Scratch()
    // a small run measures the machine, which may have been busy: a run that ends too early is made longer
    let trial = 20_000
    let result = try Program.run(["compare", "--paths", "\(trial)", "--json"], in: scratch)
    let seconds = try #require(double(ResultDocument(result.output).provenance["seconds"]))
    var paths = Int(4 * Double(trial) / seconds)
    var outcome: Outcome
    repeat {
      outcome = try Program.run(
        Self.arguments(paths) + ["--force"], in: scratch, interruption: .init(signal: SIGINT, after: 1))
      if outcome.status == 0 { paths *= 2 }
    } while outcome.status == 0
    self.paths = paths
    interrupted = outcome
  }

  /// A fresh directory with a copy of the interrupted run.
  func copy() throws -> Scratch {
    let fresh = try Scratch()
    try fresh.copy(scratch.file("r"), to: "r")
    return fresh
  }
}

extension CommandLineTests {
  @Suite struct Interruptions {
    @Test func ctrlCStopsWithinASecondAndSaysHowToGoOn() throws {
      let run = try LongRun.shared.get()
      #expect(run.interrupted.status == 130)
      #expect(run.interrupted.seconds < 1)
      #expect(run.interrupted.output == "")
      #expect(run.interrupted.errors.contains("--resume"))
      #expect(run.interrupted.errors.contains(" of \(run.paths) paths"))
      #expect(run.scratch.exists("r/checkpoint.bin"))
      #expect(!run.scratch.exists("r/result.json"))
    }

    /// Interrupted, resumed, interrupted again, resumed on other threads: the same bits as in one go.
    @Test func aResumedRunEndsInTheSameBits() throws {
      let run = try LongRun.shared.get()
      let scratch = try run.copy()
      let again = try Program.run(
        run.arguments + ["--resume"], in: scratch, interruption: .init(signal: SIGTERM, after: 0.7))
      #expect(again.status == 130)
      #expect(again.seconds < 1)
      #expect(try progress(again) > progress(run.interrupted))
      let end = try Program.run(run.arguments + ["--resume", "--threads", "3"], in: scratch)
      #expect(end.status == 0, "\(end.errors)")
      #expect(!scratch.exists("r/checkpoint.bin"))
      let whole = try Program.run(["compare", "--paths", "\(run.paths)", "--json"], in: scratch)
      #expect(try scratch.result("r").numbers == ResultDocument(whole.output).numbers)
      let late = try Program.run(run.arguments + ["--resume"], in: scratch)
      #expect(late.status == 2, "there is nothing left to resume")
    }

    private func progress(_ outcome: Outcome) throws -> Int {
      let match = try #require(outcome.errors.firstMatch(of: /after (\d+) of/))
      return try #require(Int(match.1))
    }

    @Test func anUnfinishedRunIsNotReplacedUnasked() throws {
      let run = try LongRun.shared.get()
      let scratch = try run.copy()
      let outcome = try Program.run(run.arguments, in: scratch)
      #expect(outcome.status == 2)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("--resume") && outcome.errors.contains("--force"))
      #expect(scratch.exists("r/checkpoint.bin"))
      let forced = try Program.run(
        ["compare", "--paths", "64", "--no-plots", "--out", "r", "--force"], in: scratch)
      #expect(forced.status == 0)
      #expect(!scratch.exists("r/checkpoint.bin"))
    }

    @Test(arguments: [["--seed", "2"], ["--paths", "1000"]])
    func anotherRunIsNotResumed(options: [String]) throws {
      let run = try LongRun.shared.get()
      let scratch = try run.copy()
      let arguments = options[0] == "--paths" ? ["compare", "--no-plots", "--out", "r"] : run.arguments
      let outcome = try Program.run(arguments + options + ["--resume"], in: scratch)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("another experiment, data set, seed, number of paths or build"))
      #expect(outcome.errorLines.count == 1, "one line is enough: \(outcome.errors)")
      #expect(scratch.exists("r/checkpoint.bin"))
      #expect(!scratch.exists("r/result.json"))
    }

    @Test func withoutADirectoryNothingIsKeptAndThatIsSaid() throws {
      let run = try LongRun.shared.get()
      let scratch = try Scratch()
      let outcome = try Program.run(
        ["compare", "--paths", "\(run.paths)", "--json"], in: scratch,
        interruption: .init(signal: SIGINT, after: 0.7))
      #expect(outcome.status == 130)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains("--out"))
      #expect(try scratch.entries() == [])
    }

    @Test func aKilledRunCanBeStartedAgain() throws {
      let run = try LongRun.shared.get()
      let scratch = try Scratch()
      let killed = try Program.run(
        run.arguments, in: scratch, interruption: .init(signal: SIGKILL, after: 0.5))
      #expect(killed.status == nil)
      let resumed = try Program.run(run.arguments + ["--resume"], in: scratch)
      #expect(resumed.status == 2)
      #expect(resumed.errors.contains("no unfinished run"))
      let fresh = try Program.run(
        ["compare", "--paths", "64", "--no-plots", "--out", "r"], in: scratch)
      #expect(fresh.status == 0, "\(fresh.errors)")
    }
  }
}
