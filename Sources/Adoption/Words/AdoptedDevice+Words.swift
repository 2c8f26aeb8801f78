// SPDX-License-Identifier: Apache-2.0

import Scanners
import TerminalIO
import Wire

extension AdoptedDevice {
  /// The facts before the question, safe to show; of a trial also both files.
  var plan: [String] {
    let label = found.label
    let time = seconds(label.duration)
    var lines = [
      "\(visible(found.candidate.device.title)) has scanned a label of "
        + "\(counted(label.data.count, "character")) in \(time):",
      "  \(visible(bytes: label.data))",
    ]
    if !label.isDecoded {
      lines.append("Some of its keys give no character; see GroupSeparator= in scand.scanner(5).")
    }
    lines += [recognition, "Its files:"]
    lines += ["  \(visible(premises.rule(of: draft.name)))"] + (isDry ? quoted(draft.rule) : [])
    lines +=
      ["  \(visible(premises.scanner(of: draft.name)))"] + (isDry ? quoted(draft.scanner) : [])
    return isDry ? lines + ["Nothing was written."] : lines
  }

  /// The result for the user, with the commands that are left to be typed. Safe to show.
  package var lines: [String] {
    if isDry { return [] }
    var lines = ["Adopted as \(draft.name)."]
    if let otherFile {
      lines.append(
        "\(visible(otherFile)) applies to it as well, and its name comes first, so "
          + "\(draft.name).scanner has no effect: adopt it again under an earlier name.")
    }
    guard let activation else { return lines }
    if activation.isMarked == true { lines.append("udev marks it as a scanner.") }
    if activation.daemon == .notNeeded {
      lines.append("scand does not run. To start it: systemctl start scand.socket scand")
    }
    return lines + activation.remainder(whenMarked: true)
  }

  /// One object for programs.
  package var json: [UInt8] {
    let device = found.candidate.device.properties
    var writer = JSONWriter()
    writer.object { writer in
      writer.field("name", draft.name.description)
      writer.field("rule", premises.rule(of: draft.name))
      writer.field("scanner", premises.scanner(of: draft.name))
      writer.key("written")
      writer.boolean(!isDry)
      writer.key("device")
      writer.object { writer in
        writer.field("node", device.node)
        writer.field("name", device.name)
        writer.field("vendor", device.vendor)
        writer.field("product", device.product)
        writer.field("serial", device.serial)
        writer.field("path", device.path)
      }
      switch draft.recognition.mark {
      case .serial: writer.field("recognisedBy", "serial")
      case .address: writer.field("recognisedBy", "address")
      case .port: writer.field("recognisedBy", "port")
      }
      write(label: found.label.data, to: &writer)
      writer.field("otherFile", otherFile)
      guard let activation else { return }
      writer.key("marked")
      writer.boolean(activation.isMarked == true)
      writer.key("commands")
      writer.array { for command in activation.commands { $0.string(command) } }
    }
    writer.newline()
    return writer.bytes
  }

  private func write(label: [UInt8], to writer: inout JSONWriter) {
    if let text = String(validating: label, as: UTF8.self) {
      writer.field("data", text)
    } else {
      writer.key("dataBase64")
      writer.base64(label)
    }
  }

  private var recognition: String {
    switch draft.recognition.mark {
    case .serial(let serial):
      "It is recognised by its serial number \(serial), whatever port it is plugged into."
    case .address(let address): "It is recognised by its Bluetooth address \(address)."
    case .port(let port, _):
      "It is recognised by its port \(port): whatever \(draft.recognition.vendor):"
        + "\(draft.recognition.product) is plugged in there is this scanner."
    }
  }

  private func quoted(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "    \($0)" }
  }
}

extension Activation.Result {
  /// The commands that are left to be typed.
  package func remainder(whenMarked wanted: Bool) -> [String] {
    if !commands.isEmpty { return ["To be typed, as root:"] + commands.map { "  \($0)" } }
    guard let isMarked, isMarked != wanted else { return [] }
    return [
      wanted
        ? "udev does not mark it: are scand's rules installed? See: scanctl doctor"
        : "udev still marks it as a scanner: the list of models or another rule does."
    ]
  }
}

extension Adopter.Refusal {
  /// The refusal with the next step.
  package func sentence(about candidate: Candidate) -> String {
    let title = visible(candidate.device.title)
    switch self {
    case .keyboard(let evidence):
      return
        "\(title) \(evidence), so it seems to be a keyboard. Nothing was done; if it is the scanner "
        + "all the same, add --yes."
    case .onlyKeyboard:
      return
        "\(title) is the only device here that can type; adopted, it would type no more. Nothing was "
        + "done; if it is the scanner, add --yes."
    }
  }
}

/// Microseconds as seconds with two decimals: `0.18 s`.
private func seconds(_ microseconds: Int64) -> String {
  let hundredths = max(0, microseconds) / 10_000
  let fraction = hundredths % 100
  return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
}
