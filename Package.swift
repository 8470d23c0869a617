// swift-tools-version: 6.2
import PackageDescription

/// The processor the numerical core is compiled for: this machine's by default,
/// `LANGEVIN_CPU=x86-64-v3` (or any name clang knows) for a portable build.
let processor = Context.environment["LANGEVIN_CPU"] ?? "native"

#if arch(arm64)
  let processorFlag = "-mcpu=\(processor)"
#else
  let processorFlag = "-march=\(processor)"
#endif

/// Every module that evaluates lanes is compiled with these; optimised in debug builds too.
let kernelFlags: [SwiftSetting] = [
  .unsafeFlags(["-O"] + [processorFlag, "-fno-math-errno", "-Wno-psabi"].flatMap { ["-Xcc", $0] })
]

let package = Package(
  name: "langevin",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Langevin", targets: ["Stochastic", "Gibbs", "Guarantees", "Experiments"]),
    .executable(name: "langevin", targets: ["langevin"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "CGSLSupport", dependencies: ["CGSL"]),
    .target(name: "CLanes", cSettings: [.unsafeFlags([processorFlag, "-Wno-psabi"])]),
    .target(
      name: "CProcessor", dependencies: ["CLanes"],
      cSettings: [.define("LANGEVIN_PROCESSOR", to: "\"\(processor)\"")]),
    .target(name: "GSL", dependencies: ["CGSL", "CGSLSupport"]),
    .target(
      name: "Stochastic", dependencies: ["CLanes", "CProcessor", "GSL"], swiftSettings: kernelFlags),
    .systemLibrary(name: "CARPACK", providers: [.apt(["libarpack2-dev"]), .brew(["arpack"])]),
    .systemLibrary(name: "CCHOLMOD", providers: [.apt(["libsuitesparse-dev"]), .brew(["suite-sparse"])]),
    .target(
      name: "Gibbs", dependencies: ["Stochastic", "GSL", "CARPACK", "CCHOLMOD"],
      swiftSettings: kernelFlags),
    .target(name: "Guarantees", dependencies: ["Stochastic"], swiftSettings: kernelFlags),
    .target(
      name: "Experiments", dependencies: ["Stochastic", "Gibbs", "Guarantees", "GSL", "CProcessor", "Yams"],
      resources: [.embedInCode("Templates")], swiftSettings: kernelFlags),
    .executableTarget(
      name: "langevin",
      dependencies: [
        "Experiments", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: kernelFlags),
    .target(name: "CAllocationCounter"),
    .executableTarget(
      name: "benchmark", dependencies: ["Stochastic", "CAllocationCounter"], swiftSettings: kernelFlags),
    .executableTarget(
      name: "own-potential", dependencies: ["Stochastic"], path: "examples/05-own-potential",
      swiftSettings: kernelFlags),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(
      name: "StochasticTests", dependencies: ["Stochastic", "GSL", "CAllocationCounter", "TestSupport"],
      swiftSettings: kernelFlags),
    .testTarget(name: "CommandLineTests", dependencies: ["langevin", "TestSupport"]),
    .testTarget(name: "GSLTests", dependencies: ["GSL", "CGSL", "CGSLSupport"]),
    .testTarget(
      name: "StatisticalTests", dependencies: ["Stochastic", "GSL"], resources: [.copy("Resources")],
      swiftSettings: kernelFlags),
    .testTarget(
      name: "GibbsTests", dependencies: ["Gibbs", "Stochastic", "GSL", "TestSupport"],
      swiftSettings: kernelFlags),
    .testTarget(
      name: "GuaranteesTests", dependencies: ["Guarantees", "Stochastic", "GSL", "TestSupport"],
      swiftSettings: kernelFlags),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "TestSupport"], swiftSettings: kernelFlags),
  ],
  swiftLanguageModes: [.v6]
)
