// SPDX-License-Identifier: Apache-2.0

// A report descriptor says what the reports of a HID device mean (Device Class Definition for HID 1.11,
// section 6.2.2). It is a list of items: a byte of size, type and tag, then the data. Some items set state
// for those that follow, collections nest, and an application collection at the top says what the device
// is. A device writes its descriptor itself, so nothing in it is believed: an item that does not fit ends
// the reading, and what came before counts.

/// A HID usage, such as "bar code scanner": a number on a page.
struct HIDUsage: Hashable {
  var page: UInt16
  var id: UInt16

  /// The page of bar code scanners (HID Point of Sale Usage Tables 1.02).
  static let barcodeScannerPage: UInt16 = 0x8C
}

/// The application collections of a HID report descriptor.
struct ReportDescriptor {
  /// The longest descriptor that the kernel accepts (HID_MAX_DESCRIPTOR_SIZE).
  static let maximumLength = 4096
  /// The most values that Push items save.
  private static let deepestStack = 64

  /// The usages of the application collections, in order.
  private(set) var applications: [HIDUsage] = []

  private var page: UInt16 = 0
  private var savedPages: [UInt16] = []
  /// The first usage since the last main item, which is that of the next collection.
  private var usage: HIDUsage?
  private var depth = 0

  /// Reads a descriptor as far as it is one.
  init(_ bytes: some Collection<UInt8>) {
    var rest = Array(bytes.prefix(Self.maximumLength))[...]
    while let item = Item(removedFrom: &rest) { apply(item) }
  }

  /// True if one of the collections is on the page of bar code scanners.
  var isBarcodeScanner: Bool {
    applications.contains { $0.page == HIDUsage.barcodeScannerPage }
  }

  private mutating func apply(_ item: Item) {
    switch (item.kind, item.tag) {
    case (.main, _): applyMain(item)
    case (.global, 0x0): page = UInt16(truncatingIfNeeded: item.value)
    case (.global, 0xA) where savedPages.count < Self.deepestStack: savedPages.append(page)
    case (.global, 0xB): page = savedPages.popLast() ?? page
    case (.local, 0x0): usage = usage ?? usage(of: item)
    default: break
    }
  }

  /// Collection is 0xA, and its value 1 is an application; End Collection is 0xC.
  private mutating func applyMain(_ item: Item) {
    if item.tag == 0xA {
      if depth == 0, item.value == 1, let usage { applications.append(usage) }
      depth += 1
    } else if item.tag == 0xC {
      depth = max(0, depth - 1)
    }
    usage = nil
  }

  /// A usage of four bytes has its page in the upper two.
  private func usage(of item: Item) -> HIDUsage {
    HIDUsage(
      page: item.size == 4 ? UInt16(truncatingIfNeeded: item.value >> 16) : page,
      id: UInt16(truncatingIfNeeded: item.value))
  }
}

/// An item of a report descriptor.
private struct Item {
  enum Kind: UInt8 { case main, global, local, reserved }

  let kind: Kind
  let tag: UInt8
  /// The number of bytes of data: 0, 1, 2 or 4.
  let size: Int
  /// The data as a number, the lowest byte first.
  let value: UInt32

  private static let long: UInt8 = 0xFE

  /// Removes the first item; nil if there is none, or if it goes beyond the end. A long item, which no
  /// table defines, is returned as reserved.
  init?(removedFrom bytes: inout ArraySlice<UInt8>) {
    guard let prefix = bytes.popFirst() else { return nil }
    if prefix == Self.long {
      guard let count = bytes.popFirst(), bytes.popFirst() != nil, bytes.count >= count else {
        return nil
      }
      bytes.removeFirst(Int(count))
      (kind, tag, size, value) = (.reserved, 0, 0, 0)
      return
    }
    size = [0, 1, 2, 4][Int(prefix & 3)]
    guard bytes.count >= size else { return nil }
    kind = Kind(rawValue: prefix >> 2 & 3) ?? .reserved
    tag = prefix >> 4
    value = bytes.prefix(size).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    bytes.removeFirst(size)
  }
}
