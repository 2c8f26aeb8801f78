// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

// A package of its own, so that nothing the daemon needs comes from here. It has no dependencies:
// Sources/GS1 is a link to the module itself, so the replay builds in a short time from nothing.

import PackageDescription

// scripts/fuzz sets this. Only the module is instrumented: libFuzzer is to see what the module does
// with an input, not what the relations do.
let isFuzzing = Context.environment["SCAND_FUZZER"] != nil

let fuzzer = Target.executableTarget(
  name: "fuzz", dependencies: ["GS1", "Oracle"],
  linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])

let package = Package(
  name: "Fuzz",
  targets: [
    .target(
      name: "GS1", swiftSettings: isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : []),
    .target(name: "Oracle", dependencies: ["GS1"]),
    .testTarget(name: "ReplayTests", dependencies: ["GS1", "Oracle"]),
  ] + (isFuzzing ? [fuzzer] : []),
  swiftLanguageModes: [.v6]
)
