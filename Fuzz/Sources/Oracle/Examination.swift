// SPDX-License-Identifier: Apache-2.0

import GS1

/// Holds readings to the relations and counts how often each was asked.
public final class Examination {
  /// How often each relation was examined, in the order of `Relation.allCases`.
  public private(set) var counts = [Int](repeating: 0, count: Relation.allCases.count)
  private let fence = Fence()

  /// An examination that has seen nothing.
  public init() {}

  /// Examines data as they are read with these options.
  func examine(_ data: [UInt8], _ options: Reading.Options) throws(Violation) {
    let label = try read(data, options)
    try examineFindings(label)
    try examineElements(label)
    try examineSpelling(label)
    try examineModes(label)
    try examineWriting(label)
  }

  /// Throws if a relation does not hold of a label.
  @inline(__always)
  func require(
    _ relation: Relation, _ holds: Bool, _ label: Label, _ other: Label? = nil
  ) throws(Violation) {
    counts[relation.rawValue] += 1
    guard holds else {
      throw Violation(
        relation: relation,
        reading: label.description + (other.map { "\nand\n\($0)" } ?? ""))
    }
  }

  /// Reads the data twice, where nothing may be read behind them and where nothing before them.
  private func read(_ data: [UInt8], _ options: Reading.Options) throws(Violation) -> Label {
    guard data.count <= fence.capacity else { return Label(data, options) }
    let label = Label(data, options, fence.readAtEnd(data, options))
    let again = fence.readAtStart(data, options)
    try require(.sameBytesSameReading, again.isSame(as: label.reading), label)
    return label
  }
}

extension Reading {
  /// Whether all of both is equal.
  func isSame(as other: Reading) -> Bool {
    kind == other.kind && symbology == other.symbology && elements.elementsEqual(other.elements)
      && reasons.isSame(as: other.reasons) && notes.isSame(as: other.notes)
  }
}

extension FindingList {
  /// Whether both hold the same findings and left out as many.
  func isSame(as other: FindingList) -> Bool {
    omitted == other.omitted && elementsEqual(other)
  }
}
