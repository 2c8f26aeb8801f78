// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Wire

/// The daemon. It stays in the foreground; a service manager keeps it running.
@main
struct Scand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scand",
    abstract: "Reads barcode scanners, records every scan and hands it to local programs.",
    version: scandVersion)

  @Option(
    help: """
      Read this file instead of scand.conf and its drop-ins; of a directory, all configuration is \
      read from there alone.
      """)
  var config: String?

  @Option(help: "Keep the journal in this directory.")
  var state: String?

  @Option(help: "Listen on this Unix socket.")
  var socket: String?

  @Flag(help: "Say what is wrong with the configuration, and end.")
  var check = false

  func run() throws {
    umask(0o027)
    holdMemory()
    let files = ConfigurationFiles(main: config)
    let settings = try files.settingsOrComplain()
    if check { return }
    let places = Places(state: state, socket: socket, settings: settings.daemon)
    let daemon = Daemon(files: files, settings: settings, places: places)
    daemon.run()
  }
}
