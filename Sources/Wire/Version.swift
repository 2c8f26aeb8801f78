// SPDX-License-Identifier: Apache-2.0

/// The version of scand and scanctl, as `--version` and the socket's greeting show it.
public let scandVersion = "0.1.0"

/// The version of the protocol on the socket; it changes only when a client must.
public let protocolVersion = 1

/// The path of the daemon's socket unless it is told another.
public let defaultSocketPath = "/run/scand/scand.sock"
