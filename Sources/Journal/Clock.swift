// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import SystemCalls
import Wire

/// The wall clock (CLOCK_REALTIME).
func wallClock() -> Timestamp {
  Timestamp(microseconds: SystemClock.realtime.now)
}

/// Whether somebody keeps the wall clock right (adjtimex(2), which changes nothing without a mode).
///
/// A system-call filter that keeps the clock from being set refuses the question, too. Then what
/// systemd-timesyncd says counts (systemd-timesyncd.service(8)), and where it does not run, the clock
/// is believed.
func clockIsSynchronised() -> Bool {
  var clock = timex()
  let isAnswered = adjtimex(&clock) >= 0
  if isAnswered { return clock.status & STA_UNSYNC == 0 }
  return !Files.exist("/run/systemd/timesync")
    || Files.exist("/run/systemd/timesync/synchronized")
}
