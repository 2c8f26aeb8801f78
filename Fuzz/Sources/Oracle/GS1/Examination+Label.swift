// SPDX-License-Identifier: Apache-2.0

import GS1

extension Examination {
  /// Examines the reading of data with these options.
  func examine(_ data: [UInt8], _ options: Reading.Options) throws(Violation) {
    let label = try read(data, options)
    try examineFindings(label)
    try examineElements(label)
    try examineSpelling(label)
    try examineModes(label)
    try examineWriting(label)
  }

  /// Throws if a relation does not hold for a label.
  @inline(__always)
  func require(
    _ relation: Relation, _ holds: Bool, _ label: Label, _ other: Label? = nil
  ) throws(Violation) {
    try require(
      relation, holds, label.description + (other.map { "\nand\n\($0)" } ?? ""))
  }

  /// Reads the data twice: once where the memory after them, once where that before them is
  /// unreadable.
  private func read(_ data: [UInt8], _ options: Reading.Options) throws(Violation) -> Label {
    guard data.count <= fence.capacity else { return Label(data, options) }
    let label = Label(data, options, fence.readAtEnd(data, options))
    let again = fence.readAtStart(data, options)
    try require(.sameBytesSameReading, again.isSame(as: label.reading), label)
    return label
  }
}

extension Reading {
  /// True if both are equal.
  func isSame(as other: Reading) -> Bool {
    kind == other.kind && symbology == other.symbology && elements.elementsEqual(other.elements)
      && reasons.isSame(as: other.reasons) && notes.isSame(as: other.notes)
  }
}

extension FindingList {
  /// True if both have the same findings and omitted the same number.
  func isSame(as other: FindingList) -> Bool {
    omitted == other.omitted && elementsEqual(other)
  }
}
