// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

// The floor plan: a target imports only targets of lower floors (Tests/FormTests holds it to that).

import PackageDescription

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]

let floor0: [Target] = [
  .target(name: "GS1"),
  .systemLibrary(name: "CInputEventCodes"),
  .target(name: "KeyNames", dependencies: ["CEvdev", "CInputEventCodes"]),
  .target(name: "Wedge", dependencies: ["CInputEventCodes"]),
  .target(name: "Wire"),
  .target(
    name: "SystemCalls",
    dependencies: ["CLinux", .product(name: "SystemPackage", package: "swift-system")]),
  .target(name: "CLinux"),
  .target(name: "CChecksum"),
  .systemLibrary(name: "CEvdev", pkgConfig: "libevdev", providers: [.apt(["libevdev-dev"])]),
  .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
  .systemLibrary(
    name: "CXkbcommon", pkgConfig: "xkbcommon", providers: [.apt(["libxkbcommon-dev"])]),
  .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
  .systemLibrary(
    name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
]

let floor1: [Target] = [
  .target(name: "TerminalIO", dependencies: ["SystemCalls", "Wire"]),
  .target(name: "Tracking", dependencies: ["GS1", "Wedge", "Wire"]),
  .target(
    name: "Recordings", dependencies: ["CInputEventCodes", "KeyNames", "Wedge", "Wire"]),
  .target(name: "FeedClient", dependencies: ["SystemCalls", "Wire"]),
  .target(
    name: "Layouts",
    dependencies: ["CInputEventCodes", "CXkbcommon", "SystemCalls", "Wedge", "Wire"]),
  .target(name: "Systemd", dependencies: ["SystemCalls"]),
]

let floor2: [Target] = [
  .target(name: "Export", dependencies: ["FeedClient", "GS1", "TerminalIO", "Wire"]),
  .target(name: "ItemImport", dependencies: ["GS1", "TerminalIO", "Tracking", "Wire"]),
  .target(name: "Traceability", dependencies: ["FeedClient", "GS1", "TerminalIO", "Wire"]),
  .target(
    name: "Calibration",
    dependencies: ["CInputEventCodes", "Layouts", "Recordings", "Wedge", "Wire"]),
  .target(name: "Configuration", dependencies: ["GS1", "Tracking", "Wedge", "Wire"]),
  .target(
    name: "Journal",
    dependencies: [
      "CChecksum", "CLinux", "CNettle", "CSQLite", "GS1", "SystemCalls", "Tracking", "Wire",
    ]),
  .target(name: "Feed", dependencies: ["SystemCalls", "Wire"] + nio),
]

let floor3: [Target] = [
  .target(
    name: "Scanners",
    dependencies: [
      "CLinux", "CUdev", "Configuration", "KeyNames", "SystemCalls", "Wedge",
    ])
]

let floor4: [Target] = [
  .target(
    name: "Adoption",
    dependencies: [
      "CChecksum", "CLinux", "Configuration", "Scanners", "SystemCalls", "TerminalIO", "Wedge",
      "Wire",
    ]),
  .target(
    name: "Diagnosis",
    dependencies: [
      "CLinux", "Configuration", "FeedClient", "Layouts", "Scanners", "SystemCalls", "TerminalIO",
      "Wire",
    ]),
  .target(
    name: "Service",
    dependencies: [
      "CLinux", "Configuration", "Feed", "Journal", "Layouts", "Scanners", "SystemCalls", "Systemd",
      "Tracking", "Wedge", "Wire", .product(name: "Logging", package: "swift-log"),
    ]),
]

let floor5: [Target] = [
  .executableTarget(
    name: "scand",
    dependencies: [
      "Service", "Wire", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  .executableTarget(
    name: "scanctl",
    dependencies: [
      "Adoption", "Calibration", "Configuration", "Diagnosis", "Export", "FeedClient", "GS1",
      "ItemImport", "Journal", "Layouts", "Recordings", "SystemCalls", "TerminalIO",
      "Traceability", "Tracking", "Wedge", "Wire",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
]

let tests: [Target] = [
  .testTarget(name: "GS1Tests", dependencies: ["Export", "GS1"], exclude: ["Examples"]),
  .testTarget(
    name: "WedgeTests", dependencies: ["Layouts", "Recordings", "Wedge"], exclude: ["Recordings"]),
  .testTarget(name: "WireTests", dependencies: ["Wire"]),
  .testTarget(name: "SystemCallsTests", dependencies: ["SystemCalls"]),
  .testTarget(
    name: "LayoutsTests",
    dependencies: [
      "CInputEventCodes", "CXkbcommon", "Layouts", "Recordings", "SystemCalls", "Wedge",
    ]),
  .testTarget(
    name: "TrackingTests",
    dependencies: ["GS1", "Layouts", "Recordings", "Tracking", "Wedge", "Wire"]),
  .testTarget(
    name: "ConfigurationTests",
    dependencies: ["Configuration", "GS1", "Tracking", "Wedge", "Wire"]),
  .testTarget(
    name: "ScannersTests",
    dependencies: [
      "CLinux", "Configuration", "KeyNames", "Scanners", "SystemCalls", "Wedge",
    ],
    exclude: ["DeviceFacts"]),
  // Asks a device by Scanners and by libevdev, within the testbed of the end-to-end tests.
  .executableTarget(
    name: "device-facts", dependencies: ["CEvdev", "CLinux", "Scanners", "Wedge"],
    path: "Tests/ScannersTests/DeviceFacts"),
  // A disk that fails and loses its power below SQLite, and a program for scripts/kill-loop to kill.
  .target(name: "CFaultyVFS", dependencies: ["CSQLite"], path: "Tests/CFaultyVFS"),
  // A disk that hangs under the shipped daemon, for LD_PRELOAD.
  .target(
    name: "CStuckDisk", path: "Tests/CStuckDisk", linkerSettings: [.linkedLibrary("dl")]),
  // An end by SIGKILL before any call that changes a file, for LD_PRELOAD.
  .target(name: "CKillStep", path: "Tests/CKillStep", linkerSettings: [.linkedLibrary("dl")]),
  .executableTarget(
    name: "journal-feeder", dependencies: ["Journal", "Tracking", "Wire"],
    path: "Tests/JournalTests/Feeder"),
  .testTarget(
    name: "JournalTests",
    dependencies: [
      "CChecksum", "CFaultyVFS", "CSQLite", "Journal", "SystemCalls", "Tracking", "Wire",
    ],
    exclude: ["Feeder", "Journals"]),
  .testTarget(
    name: "FeedTests", dependencies: ["Feed", "FeedClient", "SystemCalls", "Wire"] + nio),
  .testTarget(name: "SystemdTests", dependencies: ["Systemd"]),
  .testTarget(
    name: "ServiceTests",
    dependencies: [
      "Configuration", "Feed", "Journal", "Layouts", "Recordings", "Scanners", "Service",
      "SystemCalls", "Tracking", "Wedge", "Wire",
    ]),
  .testTarget(name: "TerminalIOTests", dependencies: ["SystemCalls", "TerminalIO", "Wire"]),
  .testTarget(
    name: "ExportTests",
    dependencies: ["Export", "FeedClient", "SystemCalls", "TerminalIO", "Wire"]),
  .testTarget(name: "ItemImportTests", dependencies: ["GS1", "ItemImport", "TerminalIO", "Wire"]),
  .testTarget(name: "TraceabilityTests", dependencies: ["TerminalIO", "Traceability", "Wire"]),
  .testTarget(
    name: "DiagnosisTests",
    dependencies: [
      "Configuration", "Diagnosis", "FeedClient", "Scanners", "SystemCalls", "TerminalIO", "Wire",
    ]),
  .testTarget(
    name: "RecordingsTests", dependencies: ["CInputEventCodes", "Recordings", "Wedge", "Wire"]),
  .testTarget(name: "KeyNamesTests", dependencies: ["CInputEventCodes", "KeyNames"]),
  .testTarget(
    name: "CalibrationTests",
    dependencies: [
      "CInputEventCodes", "Calibration", "Configuration", "GS1", "Layouts", "Recordings", "Wedge",
    ]),
  .testTarget(
    name: "AdoptionTests",
    dependencies: [
      "Adoption", "CLinux", "Configuration", "Scanners", "SystemCalls", "TerminalIO", "Wedge",
      "Wire",
    ],
    exclude: ["Rules"]),
  .testTarget(
    name: "ScanctlTests",
    dependencies: ["FeedClient", "SystemCalls", "TerminalIO", "Wire", "scanctl"]),
  .testTarget(name: "EndToEndTests", dependencies: ["FeedClient", "Wire"]),
  .testTarget(name: "FormTests"),
]

let package = Package(
  name: "scand",
  products: [
    .library(name: "GS1", targets: ["GS1"]),
    .library(name: "Wedge", targets: ["Wedge"]),
    .library(name: "FeedClient", targets: ["FeedClient", "Wire"]),
    // For Benchmarks, which measure these two without a scanner.
    .library(name: "JournalAndFeed", targets: ["Journal", "Feed", "Tracking"]),
    // For the tests, which preload them.
    .library(name: "StuckDisk", type: .dynamic, targets: ["CStuckDisk"]),
    .library(name: "KillStep", type: .dynamic, targets: ["CKillStep"]),
    .executable(name: "scand", targets: ["scand"]),
    .executable(name: "scanctl", targets: ["scanctl"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: floor0 + floor1 + floor2 + floor3 + floor4 + floor5 + tests,
  swiftLanguageModes: [.v6]
)

// For scripts/docs alone: what makes the documentation is no dependency of those who use the package.
if Context.environment["SCAND_DOCUMENTATION"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
