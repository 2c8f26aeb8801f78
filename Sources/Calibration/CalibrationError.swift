// SPDX-License-Identifier: Apache-2.0

import Wedge
import Wire

/// The reasons why no profile fits what a scanner typed.
public enum CalibrationError: Error, Sendable, Equatable {
  /// Nothing was typed.
  case nothingTyped
  /// The data of a scan are not those of a calibration label in any layout.
  case notALabel([UInt8])
  /// A scan is not whole: keys were lost, or a key means nothing.
  case damaged(Cause, [UInt8])
  /// The data are those of a label with letters in the other case.
  case otherCase([UInt8])
  /// Bytes stand between the symbology identifier and the data.
  case prefixBehindIdentifier([UInt8])
  /// A key or a control character that scand does not know stands where the separator should be.
  case unknownSeparator([UInt8])
  /// A text stands for the separator that the labels have elsewhere too.
  case ambiguousStandIn([UInt8])
  /// Prefix or suffix is longer than a profile may have.
  case longAffix([UInt8])
  /// Two scans were typed in different ways.
  case contradiction([UInt8], [UInt8])
  /// No key ends a scan, and no silence after one was recorded.
  case noSilence
}

extension CalibrationError: CustomStringConvertible {
  /// The reason and the next step in sentences, safe to show.
  public var description: String {
    switch self {
    case .nothingTyped:
      "There is no scan. Scan a label of \"scanctl calibrate --print svg\" while it is recorded."
    case .notALabel(let data):
      "No common layout makes a calibration label of the keys; as us they are \(shown(data)). Was another "
        + "label scanned, or a data format or case conversion set? A recording needs --contents: otherwise "
        + "letters and digits are masked."
    case .damaged(let cause, let data):
      "A scan is not whole (\(cause.name)); this came: \(shown(data)). Scan the label again."
    case .otherCase(let data):
      "Letters come in the wrong case: \(shown(data)). Switch case conversion off in the scanner (\"case "
        + "conversion\", \"Caps Lock override\"), and Caps Lock at the keyboard."
    case .prefixBehindIdentifier(let data):
      "A prefix stands between the symbology identifier and the data: \(shown(data)). No profile can strip "
        + "it; take it out of the scanner (\"prefix\", \"data format\")."
    case .unknownSeparator(let data):
      "A key that scand does not know stands where the group separator should be: \(shown(data)). Look for "
        + "\"control characters\", \"function key mapping\" or \"FNC1\" in the scanner's manual."
    case .ambiguousStandIn(let data):
      "The text \(shown(data)) stands for the group separator and may be data too. Set another one in the "
        + "scanner, with a sign that no label has, such as # or {GS}."
    case .longAffix(let data):
      "Prefix and suffix may have 64 bytes each; this came: \(shown(data))."
    case .contradiction(let one, let other):
      "Two scans were typed in different ways: \(shown(one)) and \(shown(other)). Scan again."
    case .noSilence:
      "No key ends the scan, or the recording ends before it. Record a second longer; if no key comes, set the "
        + "suffix Enter (CR) in the scanner."
    }
  }

  private func shown(_ data: [UInt8]) -> String {
    data.isEmpty ? "nothing" : "\"\(visible(bytes: data))\""
  }
}
