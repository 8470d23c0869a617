@preconcurrency import CGSL
import CGSLSupport
import Foundation
import GSL
import Synchronization
import Testing

@Suite struct ErrorTests {
  /// The very first thing this process asks of GSL is an error, and it survives.
  @Test func nothingAborts() async {
    await #expect(processExitsWith: .success) {
      _ = gsl_sf_log(-1)
    }
  }

  @Test func statusBecomesError() throws {
    var result = gsl_sf_result()
    let error = try #require(throws: GSLError.self) { try check(gsl_sf_log_e(-1, &result)) }
    #expect(error.code == .domain)
    #expect(error.status == 1)
    #expect(error.reason == "domain error")
    #expect(error.file.hasSuffix("log.c"))
    #expect(error.line > 0)
    #expect(error.description.contains("domain error"))
    #expect(takeStoredError() == nil)
  }

  @Test func successIsSilent() throws {
    var result = gsl_sf_result()
    try check(gsl_sf_log_e(1, &result))
    #expect(result.val == 0)
  }

  @Test func valueWithoutStatusIsChecked() throws {
    let error = #expect(throws: GSLError.self) { try checked { gsl_sf_gamma(-1) } }
    #expect(error?.code == .domain)
    #expect(try checked { gsl_sf_gamma(5) } == 24)
  }

  @Test func earlierErrorsAreNotBlamedOnLaterCalls() throws {
    _ = gsl_sf_log(-1)
    #expect(try checked { gsl_sf_gamma(5) } == 24)
    _ = gsl_sf_log(-1)
    let error = #expect(throws: GSLError.self) { try check(CInt(GSL_EDIVERGE)) }
    #expect(error?.reason == String(cString: gsl_strerror(CInt(GSL_EDIVERGE))))
    #expect(error?.file == "")
  }

  @Test func underflowOfAValueIsZero() throws {
    #expect(try checked { gsl_sf_exp(-1e5) } == 0)
    var result = gsl_sf_result()
    let error = #expect(throws: GSLError.self) { try check(gsl_sf_exp_e(-1e5, &result)) }
    #expect(error?.code == .underflow)
  }

  /// GSL knows exactly the statuses that have a case.
  @Test(arguments: CInt(-5)...60) func everyStatusHasItsCase(status: CInt) throws {
    guard status != 0 else { return try check(status) }
    let isKnown = String(cString: gsl_strerror(status)) != "unknown error code"
    let error = try #require(throws: GSLError.self) { try check(status) }
    #expect(error.status == status)
    #expect((error.code != .unlisted) == isKnown)
  }

  /// An error waits for its own thread, whatever another thread does meanwhile.
  @Test func anErrorBelongsToItsThread() {
    cgsl_clear_error()
    _ = gsl_sf_log(-1)
    let foreign = Mutex<[GSLError.Code?]>([])
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let before = takeStoredError()?.code
      _ = gsl_sf_exp(1e5)
      foreign.withLock { $0 = [before, takeStoredError()?.code] }
      _ = gsl_sf_exp(1e5)
      done.signal()
    }
    done.wait()
    #expect(foreign.withLock { $0 } == [nil, .overflow])
    #expect(takeStoredError()?.code == .domain)
  }

  /// Eight threads provoke different errors at once, and each sees its own and only its own.
  @Test func threadsDoNotSeeEachOthersErrors() {
    let wrong = Mutex(0)
    let threads = DispatchGroup()
    for thread in 0..<8 {
      threads.enter()
      Thread.detachNewThread {
        for round in 0..<5_000 where !self.provoke(thread + round) {
          wrong.withLock { $0 += 1 }
        }
        threads.leave()
      }
    }
    threads.wait()
    #expect(wrong.withLock { $0 } == 0)
  }

  /// Provokes one of four errors; whether the right one came back, and nothing was left behind.
  private func provoke(_ kind: Int) -> Bool {
    var result = gsl_sf_result()
    let expected: GSLError.Code
    do throws(GSLError) {
      switch kind % 4 {
      case 0:
        expected = .domain
        try check(gsl_sf_log_e(-1, &result))
      case 1:
        expected = .overflow
        try check(gsl_sf_exp_e(1e5, &result))
      case 2:
        expected = .domain
        _ = try checked { gsl_sf_gamma(-3) }
      default:
        expected = .invalidArgument
        _ = try Generator(.philox, seed: 1).integer(below: 0)
      }
      return false
    } catch {
      return error.code == expected && takeStoredError() == nil
    }
  }
}
