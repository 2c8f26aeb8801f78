// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FeedClient
import TerminalIO
import Wire

/// Lifts recalls.
struct RecallLiftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift",
    abstract: "Lift recalls by their numbers.",
    discussion: """
      They stay in the list, with who lifted them and when. A number that cannot be lifted keeps no \
      other from being lifted; the exit status is then 65.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The numbers, as \"scanctl recall list\" shows them.")
  var number: [Int64]

  func validate() throws {
    if number.contains(where: { $0 < 1 }) { throw ValidationError("Recalls are numbered from 1.") }
  }

  func run() throws {
    let connection = try connection.connect()
    var status: Int32 = 0
    for number in number {
      let request = Request.LiftRecall(number: number)
      do throws(FeedClientError) {
        print(line: "Recall \(number) lifted: \(try connection.ask(request).goods).")
      } catch {
        guard [.noSuchRecall, .alreadyLifted].contains(error.code) else {
          throw CommandFailure(error, asking: request)
        }
        tell(error.sentence)
        status = error.exitCode
      }
    }
    if status != 0 { throw ExitCode(status) }
  }
}
