// SPDX-License-Identifier: Apache-2.0

// The names of users are looked up by the caller, because this module asks the machine nothing.

/// A name of a subscriber that one user alone may use: an element of SubscriberUser=.
public struct SubscriberReservation: Sendable, Equatable {
  /// The key of scand.conf(5).
  static let key = "SubscriberUser"

  /// The subscriber's name.
  public let name: String
  /// The user as the configuration names it.
  public let user: String
  /// The number of the user; nil until `LoadResult.resolveUsers` has found it.
  public internal(set) var uid: UInt32?
  /// The place of the assignment.
  let file: String
  let line: Int

  /// Parses the words `NAME:USER` of an assignment.
  static func parse(
    _ assignment: UnitFile.Assignment
  ) throws(ValueError) -> [SubscriberReservation] {
    var reservations: [SubscriberReservation] = []
    for word in try words(in: assignment.value, escapes: .decode) {
      reservations.append(try parse(String(decoding: word, as: UTF8.self), at: assignment))
    }
    return reservations
  }

  private static func parse(
    _ word: String, at assignment: UnitFile.Assignment
  ) throws(ValueError) -> SubscriberReservation {
    let parts = word.utf8.split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false
    ).map { String(Substring($0)) }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw .malformed(word, expected: "a subscriber's name and a user such as wms:anna")
    }
    return SubscriberReservation(
      name: try Value.name(parts[0]), user: parts[1], uid: try number(parts[1]),
      file: assignment.file, line: assignment.line)
  }

  /// The number that a user of digits alone is; nil for a name. The last one means no user (chown(2)).
  private static func number(_ user: String) throws(ValueError) -> UInt32? {
    guard user.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    guard let number = UInt32(user), number < UInt32.max else {
      throw .outOfRange(user, allowed: "0 to \(UInt32.max - 1)")
    }
    return number
  }
}

extension LoadResult {
  /// Finds the numbers of the users in SubscriberUser=; a user that does not exist is a problem.
  ///
  /// - Parameter number: the number of the user with a name (getpwnam(3)); nil if there is none.
  public mutating func resolveUsers(_ number: (String) -> UInt32?) {
    for index in settings.daemon.subscriberUsers.indices {
      let reservation = settings.daemon.subscriberUsers[index]
      guard reservation.uid == nil else { continue }
      settings.daemon.subscriberUsers[index].uid = number(reservation.user)
      if settings.daemon.subscriberUsers[index].uid == nil {
        problems.append(
          Problem(
            .badValue, file: reservation.file, line: reservation.line,
            key: SubscriberReservation.key,
            text: "\"\(shown(reservation.user))\" is not a user of this machine",
            section: DaemonSettings.section.name))
      }
    }
  }
}
