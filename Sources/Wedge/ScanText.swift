// SPDX-License-Identifier: Apache-2.0

extension Profile {
  /// The data of a whole scan: without prefix and suffix, and with a separator in place of each text
  /// that stands for one.
  func body(of text: ArraySlice<UInt8>) -> (data: [UInt8], lacksAffix: Bool) {
    var body = text
    let hadPrefix = body.starts(with: prefix)
    if hadPrefix { body = body.dropFirst(prefix.count) }
    let hadSuffix = body.reversed().starts(with: suffix.reversed())
    if hadSuffix { body = body.dropLast(suffix.count) }
    return (replacingStandIns(in: body), !hadPrefix || !hadSuffix)
  }

  /// Text with a separator in place of each text that stands for one.
  func replacingStandIns(in text: ArraySlice<UInt8>) -> [UInt8] {
    guard case .text(let standIn) = groupSeparator, let first = standIn.first else {
      return Array(text)
    }
    var data: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      if byte == first, rest.starts(with: standIn) {
        data.append(Ascii.groupSeparator)
        rest = rest.dropFirst(standIn.count)
      } else {
        data.append(byte)
        rest = rest.dropFirst()
      }
    }
    return data
  }
}
