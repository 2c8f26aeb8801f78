// SPDX-License-Identifier: Apache-2.0

import GS1

// A reading is written in another form and read again: the fields must be the same.

extension Examination {
  /// Examines the written forms of a reading.
  func examineWriting(_ label: Label) throws(Violation) {
    guard !label.reading.elements.isEmpty else { return }
    let span = label.data.span
    try examineIdentity(label)
    guard label.reading.isValid else { return }

    let message = label.reading.elementString(of: span)
    try require(
      .writtenAsElementString, Forms.elementString(label.fields).dropFirst(3) == message[...], label
    )
    try require(
      .writtenAsElementString, label, reads: Array("]C1".utf8) + message, as: .elementString)
    if label.reading.kind == .digitalLink {
      try require(.escapedOnceMore, label, reads: label.escapedLink, as: .digitalLink)
    }
    if let link = try? label.reading.digitalLink(of: span) {
      try require(
        .writtenAsDigitalLink, label, reads: Array(link.utf8), as: .digitalLink, sorted: true)
    }
    if !label.options.strict, !label.fields.contains(where: { $0.value.contains(0x28) }) {
      let text = Array(("]C1" + label.reading.bracketed(of: span)).utf8)
      try require(.writtenInBrackets, label, reads: text, as: .elementString, notes: [.brackets])
    }
  }

  /// Throws if `written` is not read, with the options of the label, as a valid message of this
  /// kind with the fields of the label; with `sorted`, order and repetitions do not matter. Does
  /// not check anything longer than a message can be.
  func require(
    _ relation: Relation, _ label: Label, reads written: [UInt8], as kind: Reading.Kind,
    sorted: Bool = false, notes: [Finding.Code] = []
  ) throws(Violation) {
    guard written.count <= 8190 else { return }
    let again = Label(written, label.options).with {
      $0.assume = .gs1
      $0.separatorNeverSeen = false
    }
    let isSame = sorted ? again.distinct == label.distinct : again.fields == label.fields
    let hasNotes = again.reading.notes.map(\.code) == notes
    try require(relation, again.isValid(kind) && isSame && hasNotes, label, again)
  }

  /// The identity is of one key, so pairing rules do not matter.
  private func examineIdentity(_ label: Label) throws(Violation) {
    guard let identity = label.reading.identity(of: label.data.span) else { return }
    let link = Label(Array(identity.utf8), label.options).with {
      $0.assume = .gs1
      $0.pairing = false
    }
    let fields = label.fields
    let isPart = link.fields.allSatisfy { fields.contains($0) }
    try require(.identityIsALink, link.isValid(.digitalLink) && isPart, label, link)
  }
}

extension Label {
  /// The fields, each once, sorted by AI.
  fileprivate var distinct: [Field] {
    var distinct: [Field] = []
    for field in fields.sorted(by: { $0.ai < $1.ai }) where distinct.last != field {
      distinct.append(field)
    }
    return distinct
  }

  /// The fields of a Digital Link URI, written as one; those of the path stay in the path.
  fileprivate var escapedLink: [UInt8] {
    let fields = fields
    let count = reading.elements.prefix { $0.form == .percentEncoded(query: false) }.count
    return Forms.digitalLink(path: Array(fields[..<count]), query: Array(fields[count...]))
  }
}
