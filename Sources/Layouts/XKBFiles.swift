// SPDX-License-Identifier: Apache-2.0

// libxkbcommon by itself also looks below the user's home and where environment variables point; a daemon
// and a command must find the same layouts whoever calls them. Its two system directories are compiled in
// and cannot be asked for without the others.

import SystemCalls
import Wedge

/// The directories with the files of XKB: xkeyboard-config(7).
struct XKBFiles: Sendable {
  /// The directories; a file in an earlier one hides those in later ones.
  let directories: [String]

  /// Those of the system: the administrator's own files, then the package xkb-data.
  static let system = XKBFiles(directories: ["/etc/xkb", "/usr/share/X11/xkb"])

  /// The reason why a layout of this name does not compile.
  func reasonForRefusing(_ name: String) -> LayoutError {
    if let reason = reasonForNoRules {
      return .unusable("XKB's files cannot be read (\(reason)); the package xkb-data has them")
    }
    let names = names
    return names.contains(name)
      ? .unusable("XKB's files for it do not compile") : .unknown(nearest: names.nearest(to: name))
  }

  /// The error of the last directory, if none has rules to compile with.
  private var reasonForNoRules: String? {
    var reason: String?
    for directory in directories {
      do throws(SystemCallError) {
        _ = try Files.read(directory + "/rules/\(Keymap.rules)", upTo: 1, .nonBlocking)
        return nil
      } catch {
        reason = "\(error)"
      }
    }
    return reason
  }

  /// The names in the lists of the rules; empty if no list can be read.
  var names: LayoutNames {
    var list: [UInt8] = []
    for directory in directories {
      let path = directory + "/rules/\(Keymap.rules).lst"
      list += (try? Files.read(path, upTo: 1 << 20, .nonBlocking)) ?? []
    }
    return LayoutNames(list)
  }
}
