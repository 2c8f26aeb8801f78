// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import SystemCalls
import Wire

/// The wall clock (CLOCK_REALTIME).
func wallClock() -> Timestamp {
  Timestamp(microseconds: SystemClock.realtime.now)
}

/// True if the wall clock is synchronised (adjtimex(2), which changes nothing without a mode).
///
/// A system-call filter that forbids setting the clock also forbids this call. Then the file of
/// systemd-timesyncd decides (systemd-timesyncd.service(8)); where it does not run, the clock is
/// trusted.
func clockIsSynchronised() -> Bool {
  var clock = timex()
  let isAnswered = adjtimex(&clock) >= 0
  if isAnswered { return clock.status & STA_UNSYNC == 0 }
  return !Files.exist("/run/systemd/timesync")
    || Files.exist("/run/systemd/timesync/synchronized")
}
