// SPDX-License-Identifier: Apache-2.0

import Scanners
import SystemCalls
import Wire

/// Undoes adopting.
package struct Forgetter {
  /// The result of forgetting a scanner.
  package struct Result: Equatable {
    /// The name of the scanner.
    let name: AdoptedName
    /// The files that were removed.
    let removed: [AdoptedFile]
    /// The files that stay, because somebody has changed them.
    let kept: [AdoptedFile]
    /// The steps by which udev and scand have learned of it; nil if they were not told.
    let activation: Activation.Result?

    /// True if nothing is left of it.
    package var isComplete: Bool {
      !removed.isEmpty && kept.isEmpty && activation?.commands.isEmpty ?? true
    }
  }

  private let premises: Premises
  private let isForced: Bool
  private let activation: Activation
  private let devices: () -> [InputDevice]

  /// A forgetter for this machine, or for a directory that stands for it.
  ///
  /// - Parameter isForced: true if files that were changed are removed as well.
  package init(_ premises: Premises, isForced: Bool) {
    self.init(premises, isForced: isForced, .real)
  }

  init(_ premises: Premises, isForced: Bool, _ tools: Tools) {
    (self.premises, self.isForced) = (premises, isForced)
    activation = Activation(tools: tools)
    devices = tools.devices
  }

  /// Removes the files of a scanner, and has udev and scand learn of it.
  package func forget(_ name: AdoptedName) throws(AdoptionError) -> Result {
    let affected = premises.isThisMachine ? try devices(of: name) : []
    let outcome = try premises.forget(name, isForced: isForced)
    let isChanged = premises.isThisMachine && !outcome.removed.isEmpty
    return Result(
      name: name, removed: outcome.removed, kept: outcome.kept,
      activation: isChanged ? activation.forget(affected) : nil)
  }

  /// The devices that are there and that the rule is about: those for which adopting would write the same rule.
  /// If somebody has changed the rule, all that udev marks may be.
  private func devices(of name: AdoptedName) throws(AdoptionError) -> [InputDevice] {
    let rule = try premises.files(of: name)[0]
    switch rule.origin {
    case .adopted: break
    case .edited: return isForced ? devices().filter(\.properties.isMarkedScanner) : []
    case .foreign, nil: return []
    }
    guard let text = try? premises.contents(of: rule.path) else { return [] }
    return devices().filter { device in
      [true, false].contains { byPort in
        guard let recognition = Recognition(of: device, among: [], byPort: byPort) else {
          return false
        }
        return Draft(name, recognition).rule.utf8.elementsEqual(text)
      }
    }
  }
}

extension Forgetter.Result {
  /// The result for the user, with the commands that are left to be typed. Safe to show.
  package var lines: [String] {
    if removed.isEmpty, kept.isEmpty { return ["No scanner was adopted as \(name)."] }
    return removed.map { "Removed \(visible($0.path))." }
      + kept.map { "Kept \(visible($0.path)), because it was changed since; --force removes it." }
      + (activation?.remainder(whenMarked: false) ?? [])
  }
}
