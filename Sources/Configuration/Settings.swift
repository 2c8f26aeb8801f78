// SPDX-License-Identifier: Apache-2.0

/// The whole configuration.
public struct Settings: Sendable, Equatable {
  /// What is said of the daemon.
  public var daemon = DaemonSettings()
  /// What is said of scanners; the first that matches a device is the device's.
  public var scanners: [ScannerSettings] = []

  /// The configuration without any file.
  public init() {}

  /// The settings with which to read a device; nil if it is not to be read.
  ///
  /// A device that udev marks as a scanner is read also when no file matches it; one that is not
  /// marked only when a file does.
  public func scanner(for device: DeviceProperties) -> ScannerSettings? {
    let matched = scanners.first { $0.match.matches(device) }
    return matched ?? (device.isMarkedScanner ? ScannerSettings() : nil)
  }
}
