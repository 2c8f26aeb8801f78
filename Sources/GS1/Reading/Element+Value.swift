// SPDX-License-Identifier: Apache-2.0

extension Element {
  /// Appends the bytes of the value, as the AI defines it, to `value`.
  ///
  /// `data` are the scan data that the element was read from.
  public func appendValue(of data: Span<UInt8>, to value: inout [UInt8]) {
    var bytes = ValueBytes(self)
    while let byte = bytes.next(in: data) { value.append(byte) }
  }

  /// The value as text.
  public func value(of data: Span<UInt8>) -> String {
    // Nearly every value is spelt as it is meant.
    if case .verbatim = form {
      return data.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    var bytes: [UInt8] = []
    appendValue(of: data, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the value is the same as that of another element of the same data.
  func hasSameValue(as other: Element, in data: Span<UInt8>) -> Bool {
    var own = ValueBytes(self)
    var others = ValueBytes(other)
    while let byte = own.next(in: data) {
      guard byte == others.next(in: data) else { return false }
    }
    return others.next(in: data) == nil
  }

  /// How many bytes the value has.
  func valueLength(in data: Span<UInt8>) -> Int {
    var bytes = ValueBytes(self)
    var length = 0
    while bytes.next(in: data) != nil { length += 1 }
    return length
  }
}
