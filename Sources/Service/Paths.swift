// SPDX-License-Identifier: Apache-2.0

import Configuration
import Wire

/// Where the daemon keeps its journal and listens: what the command line says, else the
/// configuration, else the service manager, else the usual places.
struct Places: Sendable, Equatable {
  var state: String
  var socket: String

  init(state: String?, socket: String?, settings: DaemonSettings) {
    // systemd separates several directories by colons (systemd.exec(5)); the first one is ours.
    let managed = environment("STATE_DIRECTORY").map { String($0.prefix { $0 != ":" }) }
    self.state = state ?? settings.stateDirectory ?? managed ?? "/var/lib/scand"
    self.socket = socket ?? settings.socket ?? defaultSocketPath
  }
}
