// SPDX-License-Identifier: Apache-2.0

extension RecordFilter {
  /// Whether `record` passes; a GTIN, a lot or a serial is looked for in accepted records only.
  public func passes(_ record: Record) -> Bool {
    allows(record.verdict, in: verdicts)
      && allows(record.station, in: stations)
      && allows(record.step, in: steps)
      && allows(record.verdict == .accepted ? record.subject.gtin : nil, in: gtins)
      && allows(record.verdict == .accepted ? record.subject.lot : nil, in: lots)
      && allows(record.verdict == .accepted ? record.subject.serial : nil, in: serials)
      && since.map { record.time >= $0 } ?? true
      && until.map { record.time < $0 } ?? true
  }

  private func allows<Value: Equatable>(_ value: Value?, in wanted: [Value]) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let value else { return false }
    return wanted.contains(value)
  }
}
