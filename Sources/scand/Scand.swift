// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Service
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
      Read this file instead of scand.conf and its drop-ins. If it is a directory, read all \
      configuration from that directory only.
      """)
  var config: String?

  @Option(help: "Keep the journal in this directory.")
  var state: String?

  @Option(help: "Listen on this Unix socket.")
  var socket: String?

  @Flag(help: "Check the configuration, report every error, and exit.")
  var check = false

  func run() throws {
    prepareProcess()
    let files = ConfigurationFiles(main: config)
    do {
      let settings = try files.settings()
      if check { return }
      let paths = Paths(state: state, socket: socket, settings: settings.daemon)
      try Daemon(files: files, settings: settings, paths: paths).run()
    } catch {
      throw ExitCode(report(error))
    }
  }
}
