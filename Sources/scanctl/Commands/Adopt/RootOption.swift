// SPDX-License-Identifier: Apache-2.0

import Adoption
import ArgumentParser
import Glibc
import SystemCalls

/// The directory that stands for `/`, for images and tests.
struct RootOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write below this directory, and tell neither udev nor scand.", valueName: "directory",
      visibility: .hidden))
  var root = ""

  /// The directories of udev and scand.
  var premises: Premises { Premises(root: root) }

  /// Throws if this user may not write them.
  func requireRoot() throws(CommandFailure) {
    guard premises.isThisMachine, !Privileges.isRoot else { return }
    throw CommandFailure(EX_NOPERM, "Only root may do this. Type it with sudo in front.")
  }
}
