// SPDX-License-Identifier: Apache-2.0

import Configuration
import Wedge

let daemonPath = "/etc/scand/scand.conf"
let scannerPath = "/etc/scand/dock-1.scanner"

/// The result of loading one scand.conf.
func loadDaemon(_ text: String) -> LoadResult {
  load(files: [
    ConfigurationFile(path: daemonPath, unit: .daemon, contents: .bytes(Array(text.utf8)))
  ])
}

/// The result of loading one dock-1.scanner.
func loadScanner(_ text: String) -> LoadResult {
  load(files: [scannerFile(scannerPath, text)])
}

/// The result of loading a dock-1.scanner with a valid [Match] and these lines in [Scanner], from
/// line 4 on.
func loadScannerSection(_ lines: String) -> LoadResult {
  loadScanner("[Match]\nVendor=0c2e\n[Scanner]\n" + lines)
}

/// A file of the unit dock-1.scanner.
func scannerFile(_ path: String, _ text: String) -> ConfigurationFile {
  ConfigurationFile(
    path: path, unit: .scanner("dock-1.scanner"), contents: .bytes(Array(text.utf8)))
}

extension LoadResult {
  /// The problems as they are shown.
  var shown: [String] { problems.map(\.description) }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Finds a layout of any name; it is `us` by another name.
func anyLayout(named name: String) -> Layout {
  Layout(name: name, hasAltGr: false, keys: Layout.us.keys)
}
