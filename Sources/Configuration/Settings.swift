// SPDX-License-Identifier: Apache-2.0

/// The whole configuration.
public struct Settings: Sendable, Equatable {
  /// The daemon's settings.
  public var daemon = DaemonSettings()
  /// The scanners' settings; the first that match a device apply to it.
  public var scanners: [ScannerSettings] = []

  /// The default configuration.
  public init() {}

  /// The settings of a device; nil if the device is not to be read.
  ///
  /// A device that udev marks as a scanner is read even if no file matches it; any other device
  /// only if a file does.
  public func scanner(for device: DeviceProperties) -> ScannerSettings? {
    let matched = scanners.first { $0.match.matches(device) }
    return matched ?? (device.isMarkedScanner ? ScannerSettings() : nil)
  }
}
