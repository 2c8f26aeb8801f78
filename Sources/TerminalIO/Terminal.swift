// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Wire

/// The properties of standard output as a terminal.
package enum Terminal {
  /// True if standard output is a terminal that shows colour and the user wants it (NO_COLOR).
  package static let hasColour: Bool =
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    && getenv("TERM").map { String(cString: $0) } != "dumb"

  /// `text` in a colour, where there is colour.
  package static func paint(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The few colours that have a meaning (ECMA-48, Select Graphic Rendition).
  package enum Colour: Int {
    case bold = 1
    case dim = 2
    case underlined = 4
    case red = 31
    case green = 32
    case yellow = 33
  }
}

/// Writes to standard output; ends the program quietly when nobody reads any more.
package func print(bytes: [UInt8]) {
  do throws(SystemCallError) {
    try StandardOutput.write(bytes)
  } catch {
    exit(error.errno == .brokenPipe ? 0 : EX_IOERR)
  }
}

/// True unless the descriptor is a pipe whose reader has closed it (poll(2)).
package func isRead(_ descriptor: Int32) -> Bool {
  var entry = pollfd(fd: descriptor, events: 0, revents: 0)
  return poll(&entry, 1, 0) <= 0 || entry.revents & Int16(POLLERR) == 0
}

/// Writes a line of text to standard output.
package func print(line: String) {
  print(bytes: Array(line.utf8) + [UInt8(ascii: "\n")])
}

/// Writes lines of text to standard output, all at once.
package func print(text lines: [String]) {
  print(bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
}

/// A variable of the environment (getenv(3)); nil if it is unset or empty.
package func environmentVariable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
