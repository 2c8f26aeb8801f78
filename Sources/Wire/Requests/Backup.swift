// SPDX-License-Identifier: Apache-2.0

// The members that WireObject and AnsweredRequest require are documented there.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Request {
  /// `backup`: four requests for a copy of the journal that share a name; their fields tell them apart.
  public enum Backup: Sendable, Equatable {
    case begin(BeginBackup)
    case progress(BackupProgress)
    case read(ReadBackup)
    case end(EndBackup)
  }

  /// Begins a copy of the journal as it is.
  public struct BeginBackup: Sendable, Equatable {
    /// The request.
    public init() {}
  }

  /// Asks for the progress of a copy.
  public struct BackupProgress: Sendable, Equatable {
    /// The copy.
    public var id: String

    /// A request for the progress of a copy.
    public init(id: String) {
      self.id = id
    }
  }

  /// Reads some bytes of a copy, once it is whole.
  public struct ReadBackup: Sendable, Equatable {
    /// The copy.
    public var id: String
    /// The place of the first byte.
    public var offset: Int64

    /// A request for bytes of a copy.
    public init(id: String, offset: Int64) {
      self.id = id
      self.offset = offset
    }
  }

  /// Removes a copy.
  public struct EndBackup: Sendable, Equatable {
    /// The copy.
    public var id: String

    /// A request to remove a copy.
    public init(id: String) {
      self.id = id
    }
  }
}

extension Request.Backup {
  var payload: any AnsweredRequest {
    switch self {
    case .begin(let request): request
    case .progress(let request): request
    case .read(let request): request
    case .end(let request): request
    }
  }

  /// The request that the fields in `reader` make.
  static func request(_ reader: ObjectReader) throws(RequestError) -> Request {
    let fields = ["id", "offset", "end"].map { reader.values[$0] != nil }
    switch (fields[0], fields[1], fields[2]) {
    case (false, false, false): return try Request.read(Request.BeginBackup.self, reader)
    case (true, false, false): return try Request.read(Request.BackupProgress.self, reader)
    case (true, true, false): return try Request.read(Request.ReadBackup.self, reader)
    case (true, false, true): return try Request.read(Request.EndBackup.self, reader)
    default:
      throw RequestError(
        .badValue, "\"backup\" takes nothing, or \"id\", or \"id\" with \"offset\" or \"end\".")
    }
  }
}

extension Request.BeginBackup: AnsweredRequest {
  public typealias Answer = BackupState
  public static let name = Request.Name.backup
  public var request: Request { .command(.backup(.begin(self))) }
  public static let schema = ObjectSchema { Request.BeginBackup() }
}

extension Request.BackupProgress: AnsweredRequest {
  public typealias Answer = BackupState
  public static let name = Request.Name.backup
  public var request: Request { .command(.backup(.progress(self))) }
  public static let schema = ObjectSchema(Self.init(id:), .backupID(\.id))
}

extension Request.ReadBackup: AnsweredRequest {
  public typealias Answer = BackupPart
  public static let name = Request.Name.backup
  public var request: Request { .command(.backup(.read(self))) }

  public static let schema = ObjectSchema(
    Self.init(id:offset:),
    .backupID(\.id),
    .required("offset", \.offset, .count, "The place of the first byte."))
}

extension Request.EndBackup: AnsweredRequest {
  public typealias Answer = BackupEnded
  public static let name = Request.Name.backup
  public var request: Request { .command(.backup(.end(self))) }

  public static let schema = ObjectSchema(
    { id, _ in Self(id: id) },
    .backupID(\.id),
    .required("end", { @Sendable _ in true }, .onlyTrue, "true."))
}

/// The progress of a copy.
public struct BackupState: Sendable, Equatable, WireObject {
  /// The copy.
  public var id: String
  /// The number of pages of the journal.
  public var pages: Int
  /// The number of pages copied.
  public var done: Int
  /// The bytes of the copy; nil until it is whole.
  public var length: Int64?

  /// A state.
  public init(id: String, pages: Int, done: Int, length: Int64?) {
    self.id = id
    self.pages = pages
    self.done = done
    self.length = length
  }

  public static let schema = ObjectSchema(
    Self.init(id:pages:done:length:),
    .backupID(\.id),
    .required("pages", \.pages, .count, "The number of pages of the journal."),
    .required("done", \.done, .count, "The number of pages copied."),
    .optional("length", \.length, .count, "The bytes of the copy, once it is whole."))
}

/// Some bytes of a copy.
public struct BackupPart: Sendable, Equatable, WireObject {
  /// The copy.
  public var id: String
  /// The place of the first byte.
  public var offset: Int64
  /// The bytes; none at the end.
  public var bytes: [UInt8]

  /// A part.
  public init(id: String, offset: Int64, bytes: [UInt8]) {
    self.id = id
    self.offset = offset
    self.bytes = bytes
  }

  public static let schema = ObjectSchema(
    Self.init(id:offset:bytes:),
    .backupID(\.id),
    .required("offset", \.offset, .count, "The place of the first byte."),
    .required("base64", \.bytes, .base64, "The bytes; none at the end."))
}

/// The answer to the end of a backup.
public struct BackupEnded: Sendable, Equatable, WireObject {
  /// The copy that was removed.
  public var id: String

  /// The result.
  public init(id: String) {
    self.id = id
  }

  public static let schema = ObjectSchema(Self.init(id:), .backupID(\.id))
}

extension Field where Value == String {
  fileprivate static func backupID(_ value: @escaping @Sendable (Object) -> String) -> Field {
    .required("id", value, .text(atMost: 64), "The copy.")
  }
}

extension ValueType where Value == Bool {
  /// `true`.
  fileprivate static let onlyTrue = ValueType(
    description: .boolean,
    read: { value, place throws(RequestError) in
      guard value == .boolean(true) else { throw place.bad("must be true") }
      return true
    },
    write: { $1.boolean($0) })
}
