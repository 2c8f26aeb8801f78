// SPDX-License-Identifier: Apache-2.0

/// The clock, from which every record has its time.
struct ClockFacts: Equatable {
  /// A year in which this program was not there yet, or will not be any more.
  static let plausible = 2026...2099

  /// The year of the clock, in UTC.
  var year = 2026
  /// The kernel's view (adjtimex(2)); false with STA_UNSYNC.
  var isSynchronised = true
  /// True if systemd can set the clock by the network (timedatectl(1)), and if it does; nil if
  /// it does not answer, as without D-Bus.
  var canUseNetwork: Bool?
  /// True if systemd sets the clock by the network.
  var usesNetwork: Bool?

  /// The findings about the clock.
  var findings: [Finding] {
    guard Self.plausible.contains(year) else {
      return [
        Finding(
          check: .clock, state: .problem, seen: "The clock says that it is the year \(year)",
          why: "records get this time, and expiry dates are judged by it", cures: [cure])
      ]
    }
    guard !isSynchronised else {
      return [Finding(check: .clock, state: .ok, seen: "The clock is synchronised")]
    }
    return [
      Finding(
        check: .clock, state: .warning, seen: "The clock is not synchronised",
        why: "the times of the records may be wrong", cures: [cure])
    ]
  }

  private var cure: Cure {
    guard canUseNetwork == true else {
      return Cure(
        when: "if nothing sets the clock, install a service that does, such as",
        .root("apt-get install systemd-timesyncd"))
    }
    guard usesNetwork != true else {
      return Cure(
        when: "the network is setting it; to see the progress",
        .anybody("timedatectl timesync-status"))
    }
    return Cure(.root("timedatectl set-ntp true"))
  }
}
