// SPDX-License-Identifier: Apache-2.0

@testable import Configuration

extension Target {
  /// The headers and keys of files, and values that some key takes.
  static let configurationWords: [String] =
    [
      DaemonSettings.section.summary, DeviceMatch.section.summary, ScannerSettings.section.summary,
    ].flatMap { section in ["[\(section.name)]\n"] + section.keys.map { "\($0)=" } } + values

  private static let values: [String] = [
    "reject", "note", "off", "yes", "no", "info", "none", "enter", "auto", "500ms", "1min 30s",
    "1.5h", "weeks", "months", "infinity", "\u{B5}s", "10M", "2G", "wms:anna", "wms:1000", "/run/",
    "https://", "urn:", "0c2e", "*", "[!a-z]", "\\\n", "\r\n", "\u{1E}[Scand]\n", "\u{FEFF}",
    "\n#", "\n;", "X-", ".scanner", "scand.conf", ".d/", ".conf", "\u{301}", "\u{212A}",
    "9223372036854775807", "9223372036854775808",
  ]
}
