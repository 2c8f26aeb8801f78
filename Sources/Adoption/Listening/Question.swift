// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls

extension Interruptions {
  /// The answer to a question.
  package enum Answer: Equatable {
    case yes, no
    /// A signal came instead.
    case signal(Int32)
  }

  /// Asks on the terminal. Everything but y and yes is no, so a label that is scanned now is no.
  package func ask(_ question: String) throws(AdoptionError) -> Answer {
    StandardError.write(Array(question.utf8))
    return try asAdoptionError { () throws(SystemCallError) in
      let poller = try Poller()
      var answer: Answer?
      try poller.watch(descriptor) { [self] _ in
        if let signal = next() { answer = .signal(signal) }
      }
      try poller.watch(STDIN_FILENO) { _ in
        let line = readLine() ?? ""
        answer = answer ?? (["y", "yes"].contains(line.lowercased()) ? .yes : .no)
      }
      while true {
        try poller.turn(timeout: -1)
        if let answer { return answer }
      }
    }
  }
}
