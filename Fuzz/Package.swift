// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

// A package of its own, so that the daemon does not depend on it. Most folders of Sources are links
// to the modules, which are built once more here: for the fuzzer, they are instrumented.

import PackageDescription

// scripts/fuzz sets this. Only the modules are instrumented: libFuzzer must see their branches, not
// those of the relations.
let isFuzzing = Context.environment["SCAND_FUZZER"] != nil

/// A module that is fuzzed.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])] : [])
}

let modules: [Target] = [
  module("GS1"),
  .systemLibrary(name: "CInputEventCodes"),
  .systemLibrary(name: "CEvdev", pkgConfig: "libevdev"),
  module("KeyNames", ["CEvdev", "CInputEventCodes"]),
  module("Wedge", ["CInputEventCodes"]),
  module("Wire"),
  module("Recordings", ["CInputEventCodes", "KeyNames", "Wedge", "Wire"]),
  module("SystemCalls", ["CLinux", .product(name: "SystemPackage", package: "swift-system")]),
  .target(name: "CLinux"),
  .target(name: "CChecksum"),
  .systemLibrary(name: "CNettle", pkgConfig: "nettle"),
  .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
  module("TerminalIO", ["SystemCalls", "Wire"]),
  module("Tracking", ["GS1", "Wedge", "Wire"]),
  module("FeedClient", ["SystemCalls", "Wire"]),
  module("Systemd", ["SystemCalls"]),
  module("ItemImport", ["GS1", "TerminalIO", "Tracking", "Wire"]),
  module("Configuration", ["GS1", "Tracking", "Wedge", "Wire"]),
  module(
    "Journal",
    [
      "CChecksum", "CLinux", "CNettle", "CSQLite", "GS1", "SystemCalls", "Tracking", "Wire",
    ]),
]

let oracle = Target.target(
  name: "Oracle",
  dependencies: [
    "CSQLite", "Configuration", "FeedClient", "GS1", "ItemImport", "Journal", "Recordings",
    "SystemCalls", "Systemd", "TerminalIO", "Tracking", "Wedge", "Wire",
  ])

let fuzzer = Target.executableTarget(
  name: "fuzz", dependencies: ["Oracle"],
  linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])

let package = Package(
  name: "Fuzz",
  dependencies: [.package(url: "https://github.com/apple/swift-system", from: "1.8.1")],
  targets: modules + [
    oracle,
    .testTarget(name: "ReplayTests", dependencies: ["GS1", "Oracle"]),
  ] + (isFuzzing ? [fuzzer] : []),
  swiftLanguageModes: [.v6]
)
