// SPDX-License-Identifier: Apache-2.0

// From files to settings. What is wrong is reported and left out, and everything else applies, so
// that a misspelt key does not stop a bench. One fault does more: if it is not certain which
// devices a .scanner file means, the file is not used at all, since it could take a keyboard.

/// A file of the configuration with its contents.
public struct ConfigurationFile: Sendable {
  /// Its path, for messages.
  public var path: String
  /// What it configures.
  public var unit: ConfigurationUnit
  /// What it holds, or why that is not known: the text of the errno.
  public var contents: Contents

  /// What came of reading a file.
  public enum Contents: Sendable {
    /// The bytes; of a file longer than `UnitFile.maximumLength` one more than that is enough.
    case bytes([UInt8])
    /// Why it cannot be read.
    case unreadable(String)
  }

  /// A file with its contents.
  public init(path: String, unit: ConfigurationUnit, contents: Contents) {
    self.path = path
    self.unit = unit
    self.contents = contents
  }
}

/// A configuration and what is wrong with it.
public struct LoadResult: Sendable, Equatable {
  /// What applies.
  public var settings = Settings()
  /// Everything that is wrong, in the order of files and lines.
  public var problems: [Problem] = []
}

/// A scanner's settings and what is wrong with them.
public struct ScannerFileResult: Sendable, Equatable {
  /// What applies.
  public var settings: ScannerSettings
  /// Everything that is wrong, by line.
  public var problems: [Problem]
}

/// Reads the files of `DropIns.files`, in that order, into settings.
public func load(files: [ConfigurationFile]) -> LoadResult {
  var result = LoadResult()
  var rest = files[...]
  while let first = rest.first {
    let files = rest.prefix { $0.unit == first.unit }
    rest = rest.dropFirst(files.count)
    var reader = UnitReader(Array(files))
    switch first.unit {
    case .daemon:
      reader.read(into: &result.settings.daemon)
      reader.refuseUnknownSections(besides: [DaemonSettings.section.summary])
    case .scanner(let name):
      let scanner = readScanner(&reader, name: name, needsMatch: true)
      if let scanner { result.settings.scanners.append(scanner) }
    }
    result.problems += reader.problems
  }
  return result
}

/// Reads one .scanner file by itself: what a recording is to be read with. [Match] may be missing.
public func loadScannerFile(_ bytes: [UInt8], name: String) -> ScannerFileResult {
  let file = ConfigurationFile(path: name, unit: .scanner(name), contents: .bytes(bytes))
  var reader = UnitReader([file])
  let settings = readScanner(&reader, name: name, needsMatch: false)
  return ScannerFileResult(settings: settings ?? ScannerSettings(), problems: reader.problems)
}

/// The settings of a unit; nil when it is not certain which devices it means.
private func readScanner(
  _ reader: inout UnitReader, name: String, needsMatch: Bool
) -> ScannerSettings? {
  var settings = ScannerSettings()
  settings.file = name
  reader.read(into: &settings.match)
  reader.read(into: &settings)
  reader.refuseUnknownSections(
    besides: [DeviceMatch.section.summary, ScannerSettings.section.summary])
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
