// SPDX-License-Identifier: Apache-2.0

import Configuration
import SystemCalls

/// A change among the scanners.
public enum ScannerChange: Sendable, Equatable {
  /// A scanner is being read from now on.
  case attached(ScannerState)
  /// A scanner is no longer read: it is gone, or no longer wanted.
  case detached(ScannerState)
  /// Its grab or its problems have changed.
  case condition(ScannerState)
  /// It has read the label before once more, within its ReReadWindow=.
  case reRead(ScannerState)
  /// It has another name from now on, because its serial number is not unique.
  case renamed(from: String, ScannerState)
  /// A device is not read, for this reason.
  case ignored(IgnoredDevice)
  /// The devices could not be listed; a reload tries again.
  case failed(SystemCallError)
}

/// An input device that is not read.
public struct IgnoredDevice: Sendable, Equatable {
  /// The reason why a device is not read.
  public enum Reason: Sendable, Equatable {
    /// It is a scanner neither by udev nor by the settings.
    case notAScanner
    /// It is one, but this interface of it has not the keys to type a label with.
    case noDigitsAndEnter
    /// It could not be opened; it is tried again from time to time.
    case failed(SystemCallError)
  }

  /// Its properties in udev's database.
  public var properties: DeviceProperties
  /// The reason why it is not read.
  public var reason: Reason
}

extension IgnoredDevice.Reason: CustomStringConvertible {
  /// The reason, for people.
  public var description: String {
    switch self {
    case .notAScanner: "not marked as a scanner"
    case .noDigitsAndEnter: "no digit and Enter keys"
    case .failed(let error) where [.permissionDenied, .notPermitted].contains(error.errno):
      "\(error); scand may open what udev marks as a scanner: see scand(8), SCANNERS AND UDEV; it is "
        + "tried again"
    case .failed(let error): "\(error); it is tried again"
    }
  }
}
