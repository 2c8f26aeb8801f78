// SPDX-License-Identifier: Apache-2.0

// The members that WireObject requires are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A named subscriber that keeps retention from removing records, or was not seen for a long time while
/// records wait for it; a part of the answer to `status`.
public struct OverdueSubscriberInfo: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The name of the user that it belongs to.
  public var user: String
  /// The number of records that it has not acknowledged.
  public var lag: Int64
  /// The time of its last follow or acknowledgement.
  public var seen: Timestamp
  /// True if retention would remove records that it has not acknowledged.
  public var holdsRetention: Bool

  /// An overdue subscriber.
  public init(name: String, user: String, lag: Int64, seen: Timestamp, holdsRetention: Bool) {
    self.name = name
    self.user = user
    self.lag = lag
    self.seen = seen
    self.holdsRetention = holdsRetention
  }

  /// The problem and its cure, for people; `visible` must make it safe to show.
  public var sentence: String {
    let subscriber = "The subscriber \(name) (user \(user)) "
    let state = "it has not acknowledged \(lag) records, and was last seen at \(seen)"
    let problem =
      holdsRetention
      ? "keeps retention from removing old records: \(state)"
      : "stays away: \(state)"
    return subscriber + problem
      + ". Let it acknowledge them, or forget it: scanctl subscribers forget \(name)"
  }
}

extension OverdueSubscriberInfo: WireObject {
  public static let schema = ObjectSchema(
    Self.init(name:user:lag:seen:holdsRetention:),
    .required("name", \.name, .text, "The name."),
    .required("user", \.user, .text, "The name of the user that it belongs to."),
    .required("lag", \.lag, .count, "The number of records that it has not acknowledged."),
    .required("seen", \.seen, .time, "The time of its last follow or acknowledgement."),
    .required(
      "holdsRetention", \.holdsRetention, .boolean,
      "True if retention would remove records that it has not acknowledged."))
}
