// SPDX-License-Identifier: Apache-2.0

// A scanner that is set to another keyboard layout than its profile types other characters than it means.
// Nobody notices if they are legal. But a label with a symbology identifier, check digits and elements that
// belong together does not come about by chance: if the same keys give one on another layout, that is the
// layout of the scanner.

import GS1
import Wedge
import Wire

/// The data that the keys of a scan give on a layout.
public struct LayoutReading: Sendable, Equatable {
  /// The name of the layout.
  public var layout: String
  /// The data.
  public var data: [UInt8]

  /// A reading.
  public init(layout: String, data: [UInt8]) {
    self.layout = layout
    self.data = data
  }
}

/// The means to read the keys of a scan once more; they are forgotten when it has been judged.
public struct Rereading: Sendable {
  /// The keystrokes of the scan.
  public let keystrokes: Keystrokes
  /// Reads keystrokes on every other layout that scanners are set to.
  public let read: @Sendable (Keystrokes) -> [LayoutReading]
  /// Takes note of the layouts that a scan may have been typed on; none if it was read as valid GS1.
  public let note: @Sendable ([String]) -> Void

  /// The means to read keystrokes once more.
  public init(
    _ keystrokes: Keystrokes, read: @escaping @Sendable (Keystrokes) -> [LayoutReading],
    note: @escaping @Sendable ([String]) -> Void = { _ in }
  ) {
    self.keystrokes = keystrokes
    self.read = read
    self.note = note
  }
}

/// The layouts on which the keys of a scan read as valid GS1.
struct LayoutSuspicion {
  /// The layouts by the data that they give, each with a symbology identifier.
  private(set) var proven: [[String]] = []
  /// The layouts by the data that they give, without one: a chance, and no proof.
  private(set) var possible: [[String]] = []

  /// Looks for layouts on which keystrokes read as valid GS1.
  init(_ rereading: Rereading, currentYear: Int) {
    var groups: [(data: [UInt8], layouts: [String])] = []
    for reading in rereading.read(rereading.keystrokes) {
      if let index = groups.firstIndex(where: { $0.data == reading.data }) {
        groups[index].layouts.append(reading.layout)
      } else {
        groups.append((reading.data, [reading.layout]))
      }
    }
    for group in groups {
      switch Self.proof(in: group.data.span, currentYear: currentYear) {
      case .identified: proven.append(group.layouts)
      case .plain: possible.append(group.layouts)
      case nil: break
      }
    }
  }

  private enum Proof { case identified, plain }

  /// The proof that data are a GS1 label: whole, with all rules of pairing, and a key with a check digit.
  private static func proof(in data: Span<UInt8>, currentYear: Int) -> Proof? {
    var options = Reading.Options()
    options.assume = .auto
    options.currentYear = currentYear
    let reading = Reading.of(data, options: options)
    guard reading.isValid, reading.kind != .text else { return nil }
    guard reading.symbology != nil else { return .plain }
    let content = Reading.of(data.extracting(3..<data.count), options: options)
    return content.isValid && content.kind != .text ? .identified : nil
  }

  /// The remark about the layouts; nil if there are none.
  var remark: Remark? {
    let groups = proven.isEmpty ? possible : proven
    return groups.isEmpty ? nil : .layoutSuspect(groups)
  }
}

extension Remark {
  /// The keys of the scan are those of a label on another layout.
  static func layoutSuspect(_ groups: [[String]]) -> Remark {
    let layouts = groups.map(alternatives).joined(separator: "; with other data on ")
    return Remark(
      code: "layout-suspect",
      text: "The keys of this scan read as valid GS1 on \(layouts) keyboards: set Layout= for this "
        + "scanner to the layout that it is set to.")
  }

  /// `de`, `de or at`, `de, ch or at`.
  private static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
