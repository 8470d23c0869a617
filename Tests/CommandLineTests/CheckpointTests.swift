import Foundation
import Testing

/// A way to spoil a checkpoint.
enum Damage: String, CaseIterable, Sendable {
  case empty, junk, cutInHeader, cutInNumber, cutByANumber, grownByANumber, flippedHeader, flippedNumber,
    noNumber

  func spoil(_ data: Data) -> Data {
    var data = data
    switch self {
    case .empty: return Data()
    case .junk: return Data((0..<5000).map { UInt8($0 * 31 % 256) })
    case .cutInHeader: return data.prefix(40)
    case .cutInNumber: return data.dropLast(3)
    case .cutByANumber: return data.dropLast(8)
    case .grownByANumber: return data + Data(count: 8)
    case .flippedHeader: data[5] ^= 0x20
    // an exponent bit of a number in the middle of the file
    case .flippedNumber: data[data.count / 2 / 8 * 8 + 6] ^= 0x10
    case .noNumber:
      let place = data.count / 2 / 8 * 8
      data.replaceSubrange(place..<place + 8, with: [0, 0, 0, 0, 0, 0, 0xF8, 0x7F])
    }
    return data
  }
}

extension CommandLineTests.Interruptions {
  /// What is not what was saved must not become part of a result, nor be thrown away in silence.
  @Test(arguments: Damage.allCases) func aDamagedCheckpointIsRefused(damage: Damage) throws {
    let run = try LongRun.shared.get()
    let scratch = try run.copy()
    let spoilt = damage.spoil(try Data(contentsOf: scratch.file("r/checkpoint.bin")))
    try scratch.write(spoilt, to: "r/checkpoint.bin")
    // if it runs at all, it has been accepted
    let outcome = try Program.run(
      run.arguments + ["--resume"], in: scratch, interruption: .init(signal: SIGINT, after: 0.3))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("r/checkpoint.bin"))
    #expect(try Data(contentsOf: scratch.file("r/checkpoint.bin")) == spoilt, "the file is left alone")
  }

  /// Half the paths on one data set and half on another are paths of nothing.
  @Test func aRunIsNotResumedOnOtherData() throws {
    let run = try LongRun.shared.get()
    let scratch = try Scratch()
    try scratch.write(csvExperiment.replacing("paths: 64", with: "paths: \(40 * run.paths)"), to: "data.yaml")
    try scratch.write("x,y\n0.5,0.3\n1.5,-0.4\n", to: "train.csv")
    let arguments = ["compare", "data.yaml", "--no-plots", "--out", "r"]
    let stopped = try Program.run(
      arguments, in: scratch, interruption: .init(signal: SIGINT, after: 0.3))
    #expect(stopped.status == 130)
    try scratch.write("x,y\n0.5,0.9\n1.5,-0.4\n", to: "train.csv")
    let outcome = try Program.run(
      arguments + ["--resume"], in: scratch, interruption: .init(signal: SIGINT, after: 0.3))
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("another experiment"))
  }
}
