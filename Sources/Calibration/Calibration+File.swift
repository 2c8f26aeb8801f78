// SPDX-License-Identifier: Apache-2.0

import Wedge
import Wire

extension Calibration {
  /// The .scanner file with what was found, as comments, and the settings: scand.scanner(5).
  ///
  /// - Parameter match: the lines of [Match], without which scand refuses the file; empty if they are not known.
  public func file(match: [String] = []) -> String {
    let found = findings.map { "# \($0)" }
    let unknown = [
      "# Vendor=, Product= and Serial= or Path=: \"scanctl scanners --all\" shows them."
    ]
    let lines =
      ["# Found by \"scanctl calibrate\":"] + found
      + ["", "[Match]"] + (match.isEmpty ? unknown : match) + ["", "[Scanner]"] + settings
    return lines.map { $0 + "\n" }.joined()
  }

  /// The settings that are not the usual ones, and the layout.
  public var settings: [String] {
    let usual = Profile()
    var lines = ["Layout=\(profile.layout.name)"]
    switch profile.groupSeparator {
    case .auto: break
    case .text(let text): lines.append("GroupSeparator=\(quoted(text))")
    case let named: lines.append("GroupSeparator=\(named.name)")
    }
    if profile.terminator != usual.terminator {
      lines.append("Terminator=\(profile.terminator.name)")
    }
    if !profile.prefix.isEmpty { lines.append("Prefix=\(quoted(profile.prefix))") }
    if !profile.suffix.isEmpty { lines.append("Suffix=\(quoted(profile.suffix))") }
    let times = [
      ("CharacterTimeout", profile.characterTimeout, usual.characterTimeout),
      ("AbandonGap", profile.abandonGap, usual.abandonGap),
      ("IdleGap", profile.idleGap, usual.idleGap),
    ]
    return lines + times.filter { $0.1 != $0.2 }.map { "\($0.0)=\($0.1 / 1000)ms" }
  }

  /// Bytes in quotes, with the escapes of systemd.syntax(7).
  private func quoted(_ bytes: [UInt8]) -> String {
    "\"" + bytes.map(escaped).joined() + "\""
  }

  private func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return "\\" + String(Unicode.Scalar(byte))
    case 0x20..<0x7F: return String(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
  }
}
