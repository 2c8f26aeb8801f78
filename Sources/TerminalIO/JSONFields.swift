// SPDX-License-Identifier: Apache-2.0

import Wire

extension JSONValue {
  /// A field of an object; nil if there is none.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }

  /// A string as it is; not to be shown.
  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A string made safe to show.
  package var shown: String? {
    guard case .string(let text) = self else { return nil }
    return visible(text)
  }

  /// A whole number.
  package var integer: Int64? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  /// The elements of an array; none of anything else.
  package var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The number of elements of an array; nil for anything else.
  package var count: Int? {
    guard case .array(let elements) = self else { return nil }
    return elements.count
  }

  /// The value as a line of JSON.
  package var line: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    json.newline()
    return json.bytes
  }
}
