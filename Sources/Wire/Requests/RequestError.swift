// SPDX-License-Identifier: Apache-2.0

/// The answer to a request that was not carried out, or the reason why a follow has to end.
public struct RequestError: Error, Sendable, Equatable {
  /// The error, for programs.
  public var code: Code
  /// The error and its cure, for people.
  public var text: String

  /// An error of that code.
  public init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}

extension RequestError {
  /// The codes of errors, as docs/protocol.md lists them.
  public enum Code: String, Sendable, CaseIterable {
    case malformed
    case tooLong = "too-long"
    case unknownRequest = "unknown-request"
    case unknownField = "unknown-field"
    case missingField = "missing-field"
    case badValue = "bad-value"
    case cursorAhead = "cursor-ahead"
    case journalChanged = "journal-changed"
    case alreadyFollowing = "already-following"
    case superseded
    case notAllowed = "not-allowed"
    case unknownSubscriber = "unknown-subscriber"
    case tooManySubscribers = "too-many-subscribers"
    case itemsUnavailable = "items-unavailable"
    case itemsSound = "items-sound"
    case batchLost = "batch-lost"
    case batchTooLong = "batch-too-long"
    case noSuchRecall = "no-such-recall"
    case alreadyLifted = "already-lifted"
    case noException = "no-exception"
    case alreadyResolved = "already-resolved"
    case journalUnwritable = "journal-unwritable"
    case backupBusy = "backup-busy"
    case backupGone = "backup-gone"
    case backupFailed = "backup-failed"
    case noRoom = "no-room"
    case journalUnreadable = "journal-unreadable"
    case unknownScanner = "unknown-scanner"
    case quotaExceeded = "quota-exceeded"
    case idle
    /// A code of a later version of the server; only clients meet it.
    case unrecognized

    /// Every code that this version sends.
    public static let allCases: [Code] = [
      .malformed, .tooLong, .unknownRequest, .unknownField, .missingField, .badValue, .cursorAhead,
      .journalChanged, .alreadyFollowing, .superseded, .notAllowed, .unknownSubscriber,
      .tooManySubscribers, .itemsUnavailable, .itemsSound, .batchLost, .batchTooLong, .noSuchRecall,
      .alreadyLifted, .noException, .alreadyResolved, .journalUnwritable, .backupBusy, .backupGone,
      .backupFailed, .noRoom, .journalUnreadable, .unknownScanner, .quotaExceeded,
      .idle,
    ]
  }
}

extension RequestError: WireObject {
  /// `code` and `text`.
  public static let schema = ObjectSchema(
    { RequestError(Code(named: $0) ?? .unrecognized, $1) },
    .required("code", \.code.rawValue, .text, "The error, for programs."),
    .required("text", \.text, .text, "The error and its cure, for people."))
}
