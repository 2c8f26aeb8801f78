// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

// A package of its own, so that nothing the daemon needs comes from here.

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "scand", path: "..")],
  targets: [
    .target(name: "CAllocations"),
    .systemLibrary(name: "CSQLiteBaseline", pkgConfig: "sqlite3"),
    .executableTarget(
      name: "decoding",
      dependencies: [
        "CAllocations",
        .product(name: "GS1", package: "scand"),
        .product(name: "Wedge", package: "scand"),
      ]),
    .executableTarget(
      name: "lines",
      dependencies: ["CAllocations", .product(name: "FeedClient", package: "scand")]),
    .executableTarget(
      name: "latency",
      dependencies: [
        "CSQLiteBaseline",
        .product(name: "FeedClient", package: "scand"),
        .product(name: "JournalAndFeed", package: "scand"),
      ]),
    .executableTarget(
      name: "journal",
      dependencies: [
        "CSQLiteBaseline",
        .product(name: "FeedClient", package: "scand"),
        .product(name: "GS1", package: "scand"),
        .product(name: "JournalAndFeed", package: "scand"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
