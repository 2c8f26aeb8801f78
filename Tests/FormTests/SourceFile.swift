// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of Package.swift.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// A Swift file of the repository.
struct SourceFile {
  /// Relative to the repository.
  let path: String
  let lines: [String]

  var isGenerated: Bool { path.hasSuffix(".generated.swift") }
}

/// Every Swift file below a folder of the repository.
func swiftFiles(in folder: String) throws -> [SourceFile] {
  let root = repository + "/" + folder
  let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
  return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
    let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    return SourceFile(
      path: folder + "/" + path,
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }
}
