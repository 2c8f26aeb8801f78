// SPDX-License-Identifier: Apache-2.0

// From files to settings. Every problem is reported and its assignment ignored; everything else
// applies. If the devices that a .scanner file matches are uncertain, the whole file is ignored,
// since it could grab a keyboard. The caller decides whether settings with problems are used.

import Wedge

/// A configuration file with its contents.
public struct ConfigurationFile: Sendable {
  /// The path, for messages.
  public var path: String
  /// The unit that it belongs to.
  public var unit: ConfigurationUnit
  /// The contents, or the reason why they cannot be read.
  public var contents: Contents

  /// The result of reading a file.
  public enum Contents: Sendable {
    /// The bytes; at least the first `UnitFile.maximumLength` + 1 of a longer file.
    case bytes([UInt8])
    /// The text of the errno.
    case unreadable(String)
  }

  /// A file with its contents.
  public init(path: String, unit: ConfigurationUnit, contents: Contents) {
    self.path = path
    self.unit = unit
    self.contents = contents
  }
}

/// A configuration and its problems.
public struct LoadResult: Sendable, Equatable {
  /// The settings that apply.
  public var settings = Settings()
  /// The problems, in the order of files and lines.
  public var problems: [Problem] = []
}

/// A scanner's settings and their problems.
public struct ScannerFileResult: Sendable, Equatable {
  /// The settings that apply.
  public var settings: ScannerSettings
  /// The problems, by line.
  public var problems: [Problem]
}

/// Loads the files of `DropIns.files`, in that order.
///
/// - Parameter layouts: finds the layouts that they name.
public func load(
  files: [ConfigurationFile], layouts: LayoutSource = builtInLayout
) -> LoadResult {
  var result = LoadResult()
  var rest = files[...]
  while let first = rest.first {
    let files = rest.prefix { $0.unit == first.unit }
    rest = rest.dropFirst(files.count)
    var reader = UnitReader(Array(files))
    switch first.unit {
    case .daemon:
      reader.read(into: &result.settings.daemon)
      result.settings.daemon.keepLastReservations()
      reader.refuseUnknownSections(besides: [DaemonSettings.section.summary])
    case .scanner(let name):
      let scanner = readScanner(&reader, name: name, needsMatch: true, layouts)
      if let scanner { result.settings.scanners.append(scanner) }
    }
    result.problems += reader.problems
  }
  return result
}

/// Loads one .scanner file by itself, to decode a recording with; it needs no [Match].
public func loadScannerFile(
  _ bytes: [UInt8], name: String, layouts: LayoutSource = builtInLayout
) -> ScannerFileResult {
  let file = ConfigurationFile(path: name, unit: .scanner(name), contents: .bytes(bytes))
  var reader = UnitReader([file])
  let settings = readScanner(&reader, name: name, needsMatch: false, layouts)
  return ScannerFileResult(settings: settings ?? ScannerSettings(), problems: reader.problems)
}

/// The settings of a unit; nil if the devices that it matches are uncertain.
private func readScanner(
  _ reader: inout UnitReader, name: String, needsMatch: Bool, _ layouts: LayoutSource
) -> ScannerSettings? {
  var settings = ScannerSettings()
  settings.file = name
  reader.read(into: &settings.match)
  reader.read(into: &settings)
  reader.refuseUnknownSections(
    besides: [DeviceMatch.section.summary, ScannerSettings.section.summary])
  reader.findLayout(for: &settings, in: layouts)
  reader.checkTimes(&settings)
  guard needsMatch else { return settings }
  if reader.isCertain(ofAllBut: ScannerSettings.section.name), settings.match.isCatchAll {
    reader.refuseCatchAll()
  }
  guard reader.isCertain(ofAllBut: ScannerSettings.section.name) else {
    reader.refuseUnit()
    return nil
  }
  return settings
}
