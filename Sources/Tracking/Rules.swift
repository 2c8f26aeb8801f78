// SPDX-License-Identifier: Apache-2.0

/// What is to happen when a check finds something.
public enum Consequence: String, Sendable, CaseIterable {
  /// The record is rejected.
  case reject
  /// The record is accepted with a note.
  case note
  /// Nothing; the check is not made.
  case off
}

/// How scans are judged beyond what GS1 demands.
public struct Rules: Sendable, Equatable {
  /// The same serial of the same GTIN again at the same step.
  public var serialRepeated = Consequence.note
  /// Data whose characters depend on a keyboard layout that nobody configured.
  public var unverifiedLayout = Consequence.note

  /// A value that may hide further elements behind a separator that the scanner did not send.
  public var separatorSuspect = Consequence.note

  /// The rules that hold where nothing is configured.
  public init() {}
}

/// What the journal knows about the subject of a scan when it is judged.
public struct Facts: Sendable, Equatable {
  /// The newest accepted record of the same serial and GTIN at the same step.
  public var sameSerial: Int64?
  /// Whether the clock stood later at the record before.
  public var clockWentBack = false

  /// Whether the scanner has never sent a separator, so that one may be missing.
  public var separatorNeverSeen = false

  /// Nothing known.
  public init() {}
}
