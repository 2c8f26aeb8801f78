// SPDX-License-Identifier: Apache-2.0

extension Request {
  /// What is answered by one line at once; the answer stands under the question's name.
  public enum Question: Sendable, Equatable {
    /// How the daemon is.
    case status
    /// The scanners and what else is plugged in.
    case scanners
  }
}

extension Request.Question {
  /// The names of all questions.
  static let names = ["status", "scanners"]

  /// The key under which it is asked and answered.
  public var name: StaticString {
    switch self {
    case .status: "status"
    case .scanners: "scanners"
    }
  }

  /// Whether only an administrator may ask it: it changes something, or shows more than records.
  public var isAdministrative: Bool {
    switch self {
    case .status, .scanners: false
    }
  }

  /// The question of a name in `names`.
  init(_ name: String, _ fields: inout RequestFields) throws(RequestError) {
    self = name == "scanners" ? .scanners : .status
  }

  /// Writes it as the JSON object that `RequestLine` reads.
  func write(to json: inout JSONWriter) {
    json.key(name)
    json.object { _ in }
  }
}
