// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import TerminalIO
import Wire

/// The reason why nothing was adopted or forgotten.
package enum AdoptionError: Error, Equatable {
  /// The value of a setting cannot stand in a .scanner file; the reason, safe to show.
  case wrongSetting(String)
  /// A file that adopting would write is there already and is not its own.
  case taken(String)
  /// A directory on the way to a file could be exchanged by another user.
  case exposed(String, by: String)
  /// A path is refused, or a call on it failed.
  case path(PathError)
  /// A file could not be written.
  case output(OutputError)
  /// A system call failed.
  case call(SystemCallError)
}

extension AdoptionError: CustomStringConvertible {
  /// One line for people, safe to show.
  package var description: String {
    switch self {
    case .wrongSetting(let reason): reason
    case .taken(let path):
      "\(visible(path)) is there already; choose another name with --name, or remove the file"
    case .exposed(let path, let directory):
      "\(visible(path)) is not written: another user could exchange what is in \(visible(directory))"
    case .path(let error): visible(error.description)
    case .output(let error): error.description
    case .call(let error): visible(error.description)
    }
  }

  /// The code of sysexits.h that tells a script what to do.
  package var exitCode: Int32 {
    switch self {
    case .wrongSetting: EX_USAGE
    case .taken, .exposed, .path: EX_CANTCREAT
    case .output(let error): error.exitCode
    case .call: EX_OSERR
    }
  }
}

/// Makes calls whose failures end adopting.
func asAdoptionError<Result>(
  _ body: () throws(SystemCallError) -> Result
) throws(AdoptionError) -> Result {
  do throws(SystemCallError) {
    return try body()
  } catch {
    throw .call(error)
  }
}
