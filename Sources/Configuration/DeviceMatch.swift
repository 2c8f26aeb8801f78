// SPDX-License-Identifier: Apache-2.0

// Which devices a .scanner file is for. A device that it matches is grabbed even if udev does not
// know it as a scanner, so a match that says nothing is worth nothing: it would take the keyboard.

/// The section [Match] of a .scanner file: every key that is given must match, one of its values.
public struct DeviceMatch: Sendable, Equatable {
  var vendors: [String] = []
  var products: [String] = []
  var serials: [Glob] = []
  var paths: [Glob] = []
  var names: [Glob] = []

  init() {}

  /// Whether there is no key, or no value that is more than `*`.
  var isCatchAll: Bool {
    let patterns = [serials, paths, names]
    let isNarrow = patterns.contains { !$0.isEmpty && !$0.contains(where: \.isCatchAll) }
    return vendors.isEmpty && products.isEmpty && !isNarrow
  }

  /// Whether a device is one of those meant; one without serial, path or name matches no pattern
  /// for it. An empty [Match] means no device.
  public func matches(_ device: DeviceProperties) -> Bool {
    !isCatchAll
      && DeviceMatch.holds(vendors, device.vendor.lowercased())
      && DeviceMatch.holds(products, device.product.lowercased())
      && DeviceMatch.holds(serials, device.serial)
      && DeviceMatch.holds(paths, device.path)
      && DeviceMatch.holds(names, device.name)
  }

  private static func holds(_ values: [String], _ property: String) -> Bool {
    values.isEmpty || values.contains(property)
  }

  private static func holds(_ patterns: [Glob], _ property: String) -> Bool {
    patterns.isEmpty || (!property.isEmpty && patterns.contains { $0.matches(property) })
  }
}
