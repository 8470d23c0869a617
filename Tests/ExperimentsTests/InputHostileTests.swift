import Foundation
import Testing

@testable import Experiments

@Suite struct InputHostileTests {
  static let levels = 20_000

  static let deep: [(kind: String, text: String)] = [
    ("brackets", String(repeating: "[", count: levels)),
    ("closed brackets", String(repeating: "[", count: levels) + String(repeating: "]", count: levels)),
    ("braces", String(repeating: "{", count: levels)),
    ("braces with keys", String(repeating: "{a: ", count: levels)),
    ("dashes", String(repeating: "- ", count: levels)),
    ("question marks", String(repeating: "? ", count: levels)),
    ("colons", String(repeating: ": ", count: levels)),
    ("dashes and question marks", String(repeating: "- ? ", count: levels)),
    ("pairs in brackets", String(repeating: "[a: ", count: levels)),
    ("questions in brackets", String(repeating: "[? ", count: levels)),
    ("json", String(repeating: #"{"a":["#, count: levels)),
    ("broken lines", String(repeating: "[\n", count: levels)),
    ("keys of keys", String(repeating: "{[", count: 400) + String(repeating: "]: 1}", count: 400)),
    ("indentation", (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    ("dashes then brackets", String(repeating: "- ", count: 900) + String(repeating: "[", count: levels)),
    (
      "indented dashes",
      (0..<900).map {
        String(repeating: " ", count: $0 * 2) + "a:\n" + String(repeating: " ", count: $0 * 2) + "- b:\n"
      }
      .joined()
    ),
  ]

  /// Runs on a thread with the 512 KB that a secondary thread usually has.
  private func onSmallStack(_ work: @escaping @Sendable () -> InputError?) -> InputError? {
    nonisolated(unsafe) var result: InputError?
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      result = work()
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    return result
  }

  @Test(arguments: deep) func deepNestingIsRefused(kind: String, text: String) {
    for head in ["", "name: x\nproblem:\n  "] {
      let error = onSmallStack { inputRefusal(head + text) }
      #expect(error != nil)
      #expect(error?.line != nil)
    }
  }

  @Test func nestingBelowTheLimitOfTheParserIsRefusedWithOurLimit() {
    let text = "name: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    let error = onSmallStack { inputRefusal(text) }
    #expect(error?.expected == "at most 64 levels of lists and mappings")
    #expect(error?.line == 1)
  }

  @Test func aliasBombsAreRefusedAtOnce() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(inputRefusal(bomb)?.description.contains("the alias *a0") == true)
    #expect(inputRefusal(bomb)?.line == 2)
    let asKey = bomb + "? *a60\n: 1\n"
    #expect(inputRefusal(asKey)?.line == 2)
  }

  @Test func ampersandsAndStarsInTextAreText() throws {
    let text = tinyInput.replacing("name: tiny", with: "name: R&D  # a & b, 2 * 3, *important*")
    #expect(try parsedInput(text).name == "R&D")
  }

  @Test func largeListsAreRead() throws {
    let count = 20_000
    let rows = String(repeating: "[0.125],", count: count)
    let labels = String(repeating: "0.5,", count: count)
    let text = tinyInput.replacing("[[-1.5], [0.5], [2.0]]", with: "[\(rows)]")
      .replacing("[0.3, -0.4, 1.1]", with: "[\(labels)]")
    #expect(try parsedInput(text).problem.samples == count)
  }
}
