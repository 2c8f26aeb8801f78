// SPDX-License-Identifier: Apache-2.0

import Wire

extension RequestError {
  /// A line is too long.
  static let tooLong = RequestError(
    .tooLong, "A request has at most \(Request.maximumLength) bytes; the connection ends here.")

  /// The stream ends within a line.
  static let cut = RequestError(
    .malformed, "The last line was not ended; a request is a line.")

  /// Another connection has the follower's name.
  static let superseded = RequestError(
    .superseded, "Another connection follows under this subscriber's name now.")

  /// A connection wants to follow twice.
  static let alreadyFollowing = RequestError(
    .alreadyFollowing, "This connection follows already; open another one.")

  /// The client asks for key events on a connection that has them already.
  static let alreadyStreaming = RequestError(
    .alreadyFollowing, "This connection has key events already; open another one.")

  /// A connection has asked nothing for that time.
  static func idle(_ time: Duration) -> RequestError {
    RequestError(
      .idle,
      "Nothing was asked for \(time.components.seconds) s; connect again when there is something.")
  }
}
