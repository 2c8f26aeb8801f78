// SPDX-License-Identifier: Apache-2.0

import Configuration
import Journal

extension RetentionLimits {
  /// What is configured.
  init(_ settings: DaemonSettings) {
    self.init()
    age = settings.retentionAge
    size = settings.retentionSize
    hardSize = settings.retentionHardSize
  }
}
