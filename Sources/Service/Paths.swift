// SPDX-License-Identifier: Apache-2.0

import Configuration
import Systemd
import Wire

/// The paths of the journal and the socket: from the command line, else from the configuration, else from
/// the service manager, else the defaults.
public struct Paths: Sendable, Equatable {
  /// The state directory.
  public var state: String
  /// The socket.
  public var socket: String

  /// The paths that apply.
  ///
  /// - Parameters:
  ///   - state: `--state`.
  ///   - socket: `--socket`.
  ///   - settings: the configuration.
  public init(state: String?, socket: String?, settings: DaemonSettings) {
    // systemd separates several directories by colons (systemd.exec(5)); the first one is ours.
    let managed = environment("STATE_DIRECTORY").map { String($0.prefix { $0 != ":" }) }
    self.state = state ?? settings.stateDirectory ?? managed ?? "/var/lib/scand"
    self.socket = socket ?? settings.socket ?? defaultSocketPath
  }
}
