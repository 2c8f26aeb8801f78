// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `scanners`: the scanners, and the input devices that are not read.
  public struct Scanners: Sendable, Equatable {
    /// The request.
    public init() {}
  }
}

extension Request.Scanners: AnsweredRequest {
  public typealias Answer = ScannerList
  public static let name = Request.Name.scanners
  public var request: Request { .query(.scanners(self)) }
  public static let schema = ObjectSchema { Request.Scanners() }
}

extension AnsweredRequest where Self == Request.Scanners {
  /// The scanners, and the input devices that are not read.
  public static var scanners: Self { Self() }
}

/// The answer to `scanners`.
public struct ScannerList: Sendable, Equatable, WireObject {
  /// The scanners that are read, by name.
  public var scanners: [ScannerInfo]
  /// The input devices that are not read, by node.
  public var ignored: [IgnoredDeviceInfo]

  /// A list.
  public init(scanners: [ScannerInfo], ignored: [IgnoredDeviceInfo]) {
    self.scanners = scanners
    self.ignored = ignored
  }

  public static let schema = ObjectSchema(
    Self.init(scanners:ignored:),
    .required("scanners", \.scanners, .list(of: .object), "The scanners that are read."),
    .required("ignored", \.ignored, .list(of: .object), "The input devices that are not read."))
}

/// An input device as udev describes it.
public struct DeviceInfo: Sendable, Equatable, WireObject {
  /// The name that the device gives itself.
  public var name: String
  /// The vendor id, four hexadecimal digits.
  public var vendor: String
  /// The product id, four hexadecimal digits.
  public var product: String
  /// The serial number; empty if it has none.
  public var serial: String
  /// The place where it is plugged in, ID_PATH_TAG.
  public var path: String
  /// The device node.
  public var node: String

  /// A device.
  public init(
    name: String, vendor: String, product: String, serial: String, path: String, node: String
  ) {
    self.name = name
    self.vendor = vendor
    self.product = product
    self.serial = serial
    self.path = path
    self.node = node
  }

  public static let schema = ObjectSchema(
    Self.init(name:vendor:product:serial:path:node:),
    .required("name", \.name, .text, "The name that the device gives itself."),
    .required("vendor", \.vendor, .text, "The vendor id, four hexadecimal digits."),
    .required("product", \.product, .text, "The product id, four hexadecimal digits."),
    .required("serial", \.serial, .text, "The serial number; empty if it has none."),
    .required("path", \.path, .text, "The place where it is plugged in, ID_PATH_TAG."),
    .required("node", \.node, .text, "The device node."))
}

/// A scanner that is read.
public struct ScannerInfo: Sendable, Equatable, WireObject {
  /// The state of the grab that keeps its keys from other programs.
  public enum Grab: String, Sendable, CaseIterable {
    case grabbed, waiting, refused, off
  }

  /// The name of the scanner in records.
  public var id: String
  /// The place where it stands, if configured.
  public var station: String?
  /// The step that happens there, if configured.
  public var step: String?
  /// The device.
  public var device: DeviceInfo
  /// The state of the grab.
  public var grab: Grab
  /// The number of whole scans since it was plugged in.
  public var scans: Int
  /// The number of readings of the label before, within ReReadWindow=, which were not recorded.
  public var reReads: Int
  /// The number of incomplete scans by cause.
  public var incomplete: [String: Int]
  /// One sentence for each problem.
  public var problems: [String]

  /// A scanner.
  public init(
    id: String, station: String?, step: String?, device: DeviceInfo, grab: Grab, scans: Int,
    reReads: Int, incomplete: [String: Int], problems: [String]
  ) {
    self.id = id
    self.station = station
    self.step = step
    self.device = device
    self.grab = grab
    self.scans = scans
    self.reReads = reReads
    self.incomplete = incomplete
    self.problems = problems
  }

  public static let schema = ObjectSchema(
    Self.init(id:station:step:device:grab:scans:reReads:incomplete:problems:),
    .required("id", \.id, .text, "The name of the scanner in records."),
    .optional("station", \.station, .text, "The place where it stands."),
    .optional("step", \.step, .text, "The step that happens there."),
    .inline(\.device),
    .required("grab", \.grab, .choice("grab"), "The state of the grab."),
    .required("scans", \.scans, .count, "The number of whole scans since it was plugged in."),
    .required(
      "reReads", \.reReads, .count, "The readings of the label before that were not recorded."),
    .required("incomplete", \.incomplete, .counts, "The number of incomplete scans by cause."),
    .required("problems", \.problems, .list(of: .text), "One sentence for each problem."))
}

/// An input device that is not read.
public struct IgnoredDeviceInfo: Sendable, Equatable, WireObject {
  /// The device.
  public var device: DeviceInfo
  /// The reason why it is not read.
  public var reason: String

  /// A device that is not read.
  public init(device: DeviceInfo, reason: String) {
    self.device = device
    self.reason = reason
  }

  public static let schema = ObjectSchema(
    Self.init(device:reason:),
    .inline(\.device),
    .required("reason", \.reason, .text, "The reason why it is not read."))
}
