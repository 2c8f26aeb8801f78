// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

extension ClockFacts {
  /// Asks the kernel (adjtimex(2), which changes nothing without a mode) and systemd.
  static func gather() -> ClockFacts {
    var facts = ClockFacts()
    var seconds = time(nil)
    var date = tm()
    gmtime_r(&seconds, &date)
    facts.year = Int(date.tm_year) + 1900
    var clock = timex()
    facts.isSynchronised = adjtimex(&clock) >= 0 && clock.status & STA_UNSYNC == 0
    if facts.isSynchronised, plausible.contains(facts.year) { return facts }
    if let said = output(of: "timedatectl", "show"), said.status == 0 {
      let answers = properties(in: said.text)
      facts.canUseNetwork = answers["CanNTP"].map { $0 == "yes" }
      facts.usesNetwork = answers["NTP"].map { $0 == "yes" }
    }
    return facts
  }
}
