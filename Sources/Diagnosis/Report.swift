// SPDX-License-Identifier: Apache-2.0

import Glibc
import TerminalIO
import Wire

/// The findings as text for people and as JSON.
package struct Report {
  /// The findings in the order in which to fix them.
  let findings: [Finding]
  /// True if the commands are for root.
  let asRoot: Bool

  /// A report of findings.
  ///
  /// - Parameter asRoot: true if the commands are for root.
  package init(findings: [Finding], asRoot: Bool) {
    (self.findings, self.asRoot) = (findings, asRoot)
  }

  /// The number of findings in this state.
  package func count(_ state: Finding.State) -> Int {
    findings.count { $0.state == state }
  }

  /// One object, with a line end.
  package var json: [UInt8] {
    var json = JSONWriter(capacity: 4096)
    json.object { json in
      json.key("checks")
      json.array { json in for finding in findings { write(finding, to: &json) } }
      json.key("problems")
      json.number(count(.problem))
      json.key("warnings")
      json.number(count(.warning))
      json.key("unknown")
      json.number(count(.unknown))
    }
    json.newline()
    return json.bytes
  }

  /// Lines for people; every command stands alone on its line.
  ///
  /// - Parameter style: what the terminal can show.
  package func lines(_ style: Style) -> [String] {
    let width = findings.map { $0.check.rawValue.count }.max() ?? 0
    return findings.flatMap { finding in
      let name = finding.check.rawValue
      let space = String(repeating: " ", count: width - name.count + 2)
      let mark = Terminal.paint(style.mark(finding.state), finding.state.colour)
      return ["\(mark) \(name)\(space)\(style.text(finding.sentence))"] + below(finding, style)
    } + [summary]
  }

  private func below(_ finding: Finding, _ style: Style) -> [String] {
    var lines = finding.details.map { "    " + style.text($0) }
    for cure in finding.cures {
      if let condition = cure.condition { lines.append("  \(style.text(condition)):") }
      lines += cure.commands.map {
        "    " + Terminal.paint(style.text($0.line(asRoot: asRoot)), .bold)
      }
    }
    return lines
  }

  /// `2 problems, 1 warning.`
  private var summary: String {
    var parts = [counted(count(.problem), "problem")]
    if count(.warning) > 0 { parts.append(counted(count(.warning), "warning")) }
    if count(.unknown) > 0 { parts.append("\(count(.unknown)) not known") }
    if parts.count == 1, count(.problem) == 0 { return "All is well." }
    return parts.joined(separator: ", ") + "."
  }

  private func write(_ finding: Finding, to json: inout JSONWriter) {
    json.object { json in
      json.field("check", finding.check.rawValue)
      json.field("state", finding.state.rawValue)
      json.field("seen", finding.seen)
      if !finding.why.isEmpty { json.field("why", finding.why) }
      if !finding.details.isEmpty {
        json.key("details")
        json.array { json in for line in finding.details { json.string(line) } }
      }
      if !finding.cures.isEmpty {
        json.key("cures")
        json.array { json in for cure in finding.cures { write(cure, to: &json) } }
      }
    }
  }

  private func write(_ cure: Cure, to json: inout JSONWriter) {
    json.object { json in
      json.field("when", cure.condition)
      json.key("commands")
      json.array { json in
        for command in cure.commands { json.string(command.line(asRoot: asRoot)) }
      }
    }
  }
}

extension Report {
  /// The character set of the terminal.
  package struct Style {
    /// True if it knows more than ASCII.
    let isUnicode: Bool

    /// Reads the locale (locale(7)): LC_ALL, else LC_CTYPE, else LANG.
    package init(environment: (String) -> String?) {
      let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environment).filter { !$0.isEmpty }
      let locale = names.first?.lowercased() ?? ""
      isUnicode = locale.contains("utf-8") || locale.contains("utf8")
    }

    func mark(_ state: Finding.State) -> String {
      switch state {
      case .ok: isUnicode ? "✓" : "+"
      case .warning: "!"
      case .problem: isUnicode ? "✗" : "x"
      case .unknown: "?"
      }
    }

    /// `text` as the terminal can show it.
    func text(_ text: String) -> String {
      if isUnicode { return text }
      return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0 : "?" }))
    }
  }
}

extension Finding {
  /// The observation and its consequence as one sentence.
  fileprivate var sentence: String {
    why.isEmpty ? "\(seen)." : "\(seen): \(why)."
  }
}

extension Finding.State {
  fileprivate var colour: Terminal.Colour {
    switch self {
    case .ok: .green
    case .warning: .yellow
    case .problem: .red
    case .unknown: .dim
    }
  }
}
