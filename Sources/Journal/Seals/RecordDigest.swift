// SPDX-License-Identifier: Apache-2.0

// The sum and the hash of a record are made of the same bytes: for each column its type and its length or
// number, nine bytes, and then its content. So neither a value that moves to another column nor one that
// changes its type leaves the bytes as they were.

import CChecksum
import CNettle
import CSQLite

/// A function of bytes that come piece by piece.
protocol Digest {
  /// Adds `count` bytes.
  mutating func add(_ bytes: UnsafeRawPointer, count: Int)
}

extension Digest {
  /// Adds a value of SQLite (sqlite3_value_type): its type, then its number, or its length and its bytes.
  mutating func add(_ value: OpaquePointer?) {
    let type = sqlite3_value_type(value)
    switch type {
    case SQLITE_INTEGER: add(type, UInt64(bitPattern: sqlite3_value_int64(value)))
    case SQLITE_FLOAT: add(type, sqlite3_value_double(value).bitPattern)
    case SQLITE_TEXT: add(type, sqlite3_value_text(value), sqlite3_value_bytes(value))
    case SQLITE_BLOB: add(type, sqlite3_value_blob(value), sqlite3_value_bytes(value))
    default: add(type, 0)
    }
  }

  private mutating func add(_ type: Int32, _ bytes: UnsafeRawPointer?, _ count: Int32) {
    add(type, UInt64(count))
    if let bytes, count > 0 { add(bytes, count: Int(count)) }
  }

  private mutating func add(_ type: Int32, _ number: UInt64) {
    var type = UInt8(truncatingIfNeeded: type)
    add(&type, count: 1)
    var number = number.littleEndian
    add(&number, count: 8)
  }
}

/// CRC-32C (RFC 3720, appendix B.4).
struct Checksum: Digest {
  /// The sum of the bytes so far.
  private(set) var value: UInt32 = 0

  mutating func add(_ bytes: UnsafeRawPointer, count: Int) {
    value = cchecksum_crc32c(value, bytes, count)
  }
}

/// SHA-256 (FIPS 180-4).
struct RecordHash: Digest {
  /// The length of a hash in bytes.
  static let length = Int(CNETTLE_SHA256_LENGTH)

  private var context = sha256_ctx()

  /// The hash of no bytes, to which some will be added.
  init() {
    cnettle_sha256_init(&context)
  }

  mutating func add(_ bytes: UnsafeRawPointer, count: Int) {
    cnettle_sha256_update(&context, bytes, count)
  }

  /// The hash of the bytes so far; begins anew.
  mutating func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.length) { hash, count in
      cnettle_sha256_digest(&context, hash.baseAddress)
      count = Self.length
    }
  }
}
