import Foundation
import Stochastic

/// The protocol of the peers in examples/benchmarks: a request as a line of JSON, an answer as another.
enum Server {
  private struct Request: Decodable {
    let p, d, n, paths, steps: Int
  }

  private struct Answer: Encodable {
    let seconds, compile, meanLoss, lossError: Double
    let paths: Int
    let about: String
  }

  static func serve() throws {
    var seed: UInt64 = 1
    while let line = readLine() {
      let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
      // whole blocks, as many for each of two threads: what it runs is what it says
      let paths = (request.paths + 63) / 64 * 64
      let net = try Workload.risk(Sigmoid(), request.p, request.d, request.n)
      let ensemble = try Workload.ensemble(
        net, .sde(stepSize: 0.01), paths: paths, steps: request.steps, seed: seed)
      let start = ContinuousClock.now
      let loss = try ensemble.run().moments(curve: 0, time: 0).estimate
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let answer = Answer(
        seconds: seconds, compile: 0, meanLoss: loss.value, lossError: loss.standardError,
        paths: paths, about: "Langevin")
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      print(String(decoding: try encoder.encode(answer), as: UTF8.self))
      fflush(nil)
      seed += 1
    }
  }
}
