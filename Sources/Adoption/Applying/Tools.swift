// SPDX-License-Identifier: Apache-2.0

import Glibc
import Scanners
import SystemCalls

/// The programs by which udev and systemd are told.
struct Tools {
  /// Runs a program with arguments; true if it has succeeded.
  var run: (String, [String]) -> Bool
  /// The properties of the devices that are there, as udev has them now.
  var devices: () -> [InputDevice]

  /// Those of this machine. A program that hangs is ended after half a minute.
  static var real: Tools {
    Tools(
      run: { program, arguments in
        guard let path = path(of: program) else { return false }
        return output(of: path, arguments, within: .seconds(30))?.status == 0
      },
      devices: { (try? InputDevice.present()) ?? [] })
  }

  /// The path of a program in the directories of the system: root's PATH may name others.
  private static func path(of program: String) -> String? {
    ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map { "\($0)/\(program)" }
      .first { access($0, X_OK) == 0 }
  }
}
