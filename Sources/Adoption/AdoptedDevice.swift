// SPDX-License-Identifier: Apache-2.0

import Scanners
import TerminalIO
import Wire

/// A device that was adopted, or would be if it were not a trial.
package struct AdoptedDevice: Equatable {
  /// The device, and the label that it has scanned.
  let found: Listener.Found
  /// Its files.
  let draft: Draft
  /// The place of the files.
  let premises: Premises
  /// True if nothing was written.
  let isDry: Bool
  /// The steps by which udev and scand have learned of it; nil if they were not told.
  var activation: Activation.Result?
  /// The .scanner file that applies to the device in the place of its own.
  var otherFile: String?

  /// True if something is left to be done by the user.
  package var isUnfinished: Bool {
    otherFile != nil || activation.map { !$0.commands.isEmpty || $0.isMarked != true } ?? false
  }
}
