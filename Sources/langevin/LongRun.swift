import Dispatch
import Experiments
import Foundation
import Stochastic

/// Ctrl-C (and a polite kill) asks the run to stop; a second one ends the program at once.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  init(_ control: RunControl) {
    // a queue of its own: with every core busy the shared ones would never get to it
    let queue = DispatchQueue(label: "langevin.interrupts")
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if control.isCancelled { exit(130) }
        control.cancel()
      }
      source.resume()
      return source
    }
  }
}

/// Feeds the progress bar from a run, ten times a second.
final class ProgressReport {
  private let bar: ProgressBar
  private let timer: any DispatchSourceTimer

  init(_ control: RunControl, paths: Int, quiet: Bool) {
    let bar = ProgressBar(total: paths, unit: "paths", quiet: quiet)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "langevin.progress"))
    timer.schedule(deadline: .now() + 0.1, repeating: 0.1)
    timer.setEventHandler { bar.update(Int(control.fraction * Double(paths))) }
    timer.resume()
    self.bar = bar
  }

  /// Ends the bar, full if the run is complete.
  func finish(completed: Int) {
    timer.cancel()
    bar.update(completed)
    bar.finish()
  }
}

/// Writes a checkpoint every half minute, so that even a killed run can go on.
final class CheckpointSaver {
  private let directory: ResultDirectory?
  private var last = ContinuousClock.now

  init(_ directory: ResultDirectory?) { self.directory = directory }

  func saveNowAndThen(_ checkpoint: () -> Checkpoint) {
    guard let directory, last.duration(to: .now) > .seconds(30) else { return }
    last = .now
    do {
      try directory.write(checkpoint().data, to: ResultDirectory.checkpoint)
    } catch {
      log("langevin: no checkpoint: \(error)")
    }
  }
}
