// SPDX-License-Identifier: Apache-2.0

import Scanners
import SystemCalls
import TerminalIO
import Wire

extension Listener.Notice {
  /// The notice for the user, safe to show; `seconds` is the time that listening takes at most.
  func lines(seconds: Int64) -> [String] {
    switch self {
    case .survey(let survey): survey.lines
    case .ready:
      [
        "Scan any label now (within \(seconds) s). Esc or Ctrl+C on one of these devices ends it.",
        "Until then their keys reach no other program.",
      ]
    case .opened(let device): ["\(visible(device.title)) was plugged in and is listened to."]
    case .gone(let device): ["\(visible(device.title)) was unplugged."]
    case .failed(let device, let error):
      ["\(visible(device.title)) cannot be opened: \(visible(error.reason))."]
    case .waits(let device):
      ["\(visible(device.title)) has a key down; it counts once that is released."]
    case .refused(let device, let error):
      ["\(visible(device.title)) does not count: \(error.refusal)."]
    case .again(let device, let remark): [remark.sentence(about: visible(device.title))]
    }
  }
}

extension Remark {
  /// The remark with the next step, about a device whose title is safe to show.
  fileprivate func sentence(about device: String) -> String {
    switch self {
    case .piece: "\(device) has sent a label that was not read whole: scan it again."
    case .noTerminator:
      "\(device) has sent a label without Enter: program the scanner to send Enter after each label, and "
        + "scan again."
    case .slowLine: "\(device) has sent a line as slowly as a person types: that is no label."
    case .notGrabbed: "\(device) has sent a label, but is not grabbed: scan it again."
    }
  }
}

extension Survey {
  /// The devices that are opened, and the others that can type, with the reasons. Safe to show.
  var lines: [String] {
    let opened = candidates.map(\.device)
    let others = entries.compactMap { entry in entry.part.reason.map { (entry.device, $0) } }
    var lines = opened.isEmpty ? ["No device is there to listen to: plug the scanner in."] : []
    if !opened.isEmpty { lines.append("Listening to:") }
    lines += table(opened.map(\.cells))
    if !others.isEmpty { lines.append("Not listening to:") }
    return lines + table(others.map { $0.0.cells + [$0.1] })
  }

  private func table(_ rows: [[String]]) -> [String] {
    var table = Table()
    for row in rows { table.add(row) }
    return table.lines.map { "  " + $0 }
  }
}

extension Survey.Part {
  /// The reason why a device that can type is not listened to; nil for all other devices.
  fileprivate var reason: String? {
    switch self {
    case .candidate, .noDigitsAndEnter: nil
    case .scanner: "a scanner already"
    case .ruledOut: "ruled out (ID_BARCODE_SCANNER=0)"
    case .indistinct: "udev knows no serial number and no USB port of it"
    }
  }
}

extension InputDevice {
  /// Node, ids and name, safe to show.
  fileprivate var cells: [String] {
    let model = properties.vendor.isEmpty ? "" : "\(properties.vendor):\(properties.product)"
    return [properties.node, model, properties.name].map { visible($0) }
  }
}

extension SystemCallError {
  /// The reason for which a grab was refused.
  fileprivate var refusal: String {
    errno == .resourceBusy
      ? "another program has grabbed it" : "it cannot be grabbed (\(visible(reason)))"
  }
}
