// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

// A package of its own, so that the daemon does not depend on it. It has no dependencies:
// Sources/GS1 is a link to the module, so a clean build of the replay is fast.

import PackageDescription

// scripts/fuzz sets this. Only the module is instrumented: libFuzzer must see the branches of the
// module, not those of the relations.
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
