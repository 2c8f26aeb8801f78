// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Wire

/// The wall clock (clock_gettime(2), CLOCK_REALTIME).
func wallClock() -> Timestamp {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
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
  return access("/run/systemd/timesync", F_OK) != 0
    || access("/run/systemd/timesync/synchronized", F_OK) == 0
}
