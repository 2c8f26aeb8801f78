// SPDX-License-Identifier: Apache-2.0

import Wedge

/// How a device is to be read.
public struct DeviceSettings: Sendable, Equatable {
  /// How it types.
  public var profile: Profile
  /// Whether its keys are to reach nobody else.
  public var grab: Bool

  /// The settings of one device.
  public init(profile: Profile, grab: Bool) {
    self.profile = profile
    self.grab = grab
  }
}
