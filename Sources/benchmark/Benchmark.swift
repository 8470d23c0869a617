import Foundation

/// `swift run -c release benchmark [--seconds S] [FILTER]` prints a line per workload;
/// `benchmark --serve` answers the peer scripts in examples/benchmarks.
@main
enum Benchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments == ["--serve"] { return try Server.serve() }
    var seconds = 0.5
    if arguments.first == "--seconds", arguments.count > 1, let value = Double(arguments[1]), value > 0 {
      seconds = value
      arguments.removeFirst(2)
    }
    guard arguments.count <= 1, arguments.first?.hasPrefix("-") != true else {
      print("usage: benchmark [--seconds S] [FILTER] | benchmark --serve")
      exit(2)
    }
    printRow("workload", "seconds", "path-steps/s", "ns/path-step", "ns/multiply-add", "allocations")
    for workload in try Suite.workloads() where arguments.first.map(workload.name.contains) ?? true {
      let best = try workload.measure(rounds: 3, seconds: seconds)
      let cost = 1e9 * best.seconds / best.pathSteps
      printRow(
        workload.name, String(format: "%.3f", best.seconds),
        String(format: "%.3g", best.pathSteps / best.seconds), String(format: "%.4g", cost),
        String(format: "%.4f", cost / workload.multiplyAdds), "\(best.allocations)")
    }
  }

  private static func printRow(_ name: String, _ columns: String...) {
    let cells = columns.map { String(repeating: " ", count: max(0, 16 - $0.count)) + $0 }
    print(name + String(repeating: " ", count: max(1, 44 - name.count)) + cells.joined())
  }
}
