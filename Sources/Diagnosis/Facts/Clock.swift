// SPDX-License-Identifier: Apache-2.0

/// The clock, from which every record has its time.
struct ClockFacts: Equatable {
  /// A year in which this program was not there yet, or will not be any more.
  static let plausible = 2026...2099

  var year = 2026
  /// What the kernel says (adjtimex(2)); false with STA_UNSYNC.
  var isSynchronised = true
  /// Whether systemd can set the clock by the network, and whether it does (timedatectl(1)); nil if
  /// it does not say, as where there is no D-Bus.
  var canUseNetwork: Bool?
  var usesNetwork: Bool?

  var findings: [Finding] {
    guard Self.plausible.contains(year) else {
      return [
        Finding(
          check: .clock, state: .problem, seen: "The clock says that it is the year \(year)",
          why: "every record gets that time, and expiry dates are judged by it", cures: [cure])
      ]
    }
    guard !isSynchronised else {
      return [Finding(check: .clock, state: .ok, seen: "The clock is synchronised")]
    }
    return [
      Finding(
        check: .clock, state: .warning, seen: "The clock is not synchronised",
        why: "nobody knows how right the times of the records are", cures: [cure])
    ]
  }

  private var cure: Cure {
    guard canUseNetwork == true else {
      return Cure(
        when: "something that sets the clock has to be installed, such as",
        .root("apt-get install systemd-timesyncd"))
    }
    guard usesNetwork != true else {
      return Cure(
        when: "it is being set by the network; how far that is says",
        .anybody("timedatectl timesync-status"))
    }
    return Cure(.root("timedatectl set-ntp true"))
  }
}
