// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Scanners

@Suite struct ReportDescriptorTests {
  /// The descriptor of a scanner by Honeywell in HID POS mode.
  private let scanner = bytes(
    """
    058C0902A1010912A1028502150026FF00750895010501093B81029503058C09FB09FC09FD8102953809FE82020206
    66FF9502090009008102058C25017501950809FF8102C00914A10285041500250175019508095F0960098509869186
    C006FFFF0901A10285F0150026FF007508953F0902820202953F0903920202C0C0
    """)
  private let keyboard = bytes("05010906A101050719E029E71500250175019508810206")

  @Test func aScannerInHIDPOSModeIsRecognised() {
    let descriptor = ReportDescriptor(scanner)
    #expect(scanner.count == 127)
    #expect(descriptor.applications == [HIDUsage(page: 0x8C, id: 2)])
    #expect(descriptor.isBarcodeScanner)
  }

  @Test func aKeyboardIsNone() {
    let descriptor = ReportDescriptor(keyboard)
    #expect(descriptor.applications == [HIDUsage(page: 1, id: 6)])
    #expect(!descriptor.isBarcodeScanner)
  }

  @Test func oneOfSeveralCollectionsIsEnough() {
    let both = bytes("05010906A101C0") + scanner
    #expect(ReportDescriptor(both).applications.count == 2)
    #expect(ReportDescriptor(both).isBarcodeScanner)
  }

  /// A usage of four bytes, a page that Pop brings back, a long item before it, and the first of two usages.
  @Test(arguments: [
    "0B02008C00A101C0", "058CA40501B40902A101C0", "FE0301AABBCC058C0902A101C0",
    "068C0009020903A101C0",
  ])
  func thePageIsFoundHoweverItIsWritten(descriptor: String) {
    #expect(ReportDescriptor(bytes(descriptor)).applications == [HIDUsage(page: 0x8C, id: 2)])
  }

  /// A physical collection, one without a usage, one within another, a usage that a main item has used up.
  @Test(arguments: [
    "058C0902A100C0", "058CA101C0", "05010906A101058C0902A101C0C0", "058C09028102A101C0",
  ])
  func onlyApplicationsAtTheTopCount(descriptor: String) {
    #expect(!ReportDescriptor(bytes(descriptor)).isBarcodeScanner)
  }

  @Test func aDescriptorThatIsCutTellsWhatItHas() {
    for length in 0...scanner.count {
      #expect(ReportDescriptor(scanner.prefix(length)).isBarcodeScanner == (length >= 6))
    }
  }

  @Test(arguments: ["05", "068C", "078C00", "FE", "FE02", "FE0210AA", "FEFF00", "0B02008C"])
  func anItemBeyondTheEndEndsTheReading(item: String) {
    #expect(ReportDescriptor(bytes(item)).applications.isEmpty)
    #expect(ReportDescriptor(scanner + bytes(item)).isBarcodeScanner)
  }

  @Test func junkIsReadToItsEndAndNoFurther() {
    for byte in UInt8.min...UInt8.max {
      let junk = [UInt8](repeating: byte, count: ReportDescriptor.maximumLength)
      #expect(!ReportDescriptor(junk).isBarcodeScanner)
      #expect(!ReportDescriptor(junk + scanner).isBarcodeScanner)
    }
    var generator = Generator(state: 20_261_201)
    for _ in 0..<200 {
      let length = Int.random(in: 0...ReportDescriptor.maximumLength, using: &generator)
      let junk = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(ReportDescriptor(junk).applications.count <= length / 2)
    }
  }
}

/// Numbers that are the same in each run (splitmix64).
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// The bytes of hexadecimal digits, two for each.
private func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
