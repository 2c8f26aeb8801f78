// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What changed among the scanners.
public enum ScannerChange: Sendable, Equatable {
  /// A scanner is being read from now on.
  case attached(ScannerState)
  /// A scanner is no longer read: it is gone, or no longer wanted.
  case detached(ScannerState)
  /// It was grabbed or is no longer, or its problems are others.
  case condition(ScannerState)
  /// It has another name from now on, because its serial number is not unique.
  case renamed(from: String, ScannerState)
  /// A device is not read, for this reason.
  case ignored(IgnoredDevice)
  /// Which devices there are could not be found out; a reload asks again.
  case failed(SystemCallError)
}

/// An input device that is not read.
public struct IgnoredDevice: Sendable, Equatable {
  /// Why it is not.
  public enum Reason: Sendable, Equatable {
    /// Neither udev nor the settings say that it is a scanner.
    case notAScanner
    /// It is one, but this interface of it has not the keys to type a label with.
    case noDigitsAndEnter
    /// It could not be opened.
    case failed(SystemCallError)
  }

  /// What udev knows of it.
  public var properties: DeviceProperties
  /// Why it is not read.
  public var reason: Reason
}

extension IgnoredDevice.Reason: CustomStringConvertible {
  /// The reason, for people.
  public var description: String {
    switch self {
    case .notAScanner: "not marked as a scanner"
    case .noDigitsAndEnter: "no digit and Enter keys"
    case .failed(let error) where [EACCES, EPERM].contains(error.code):
      "\(error); scand may open what udev marks as a scanner: see scand(8), SCANNERS AND UDEV"
    case .failed(let error): error.description
    }
  }
}
