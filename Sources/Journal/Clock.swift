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

/// True if the wall clock is synchronised (adjtimex(2), which changes nothing without a mode).
///
/// A system-call filter that forbids setting the clock also forbids this call. Then the file of
/// systemd-timesyncd decides (systemd-timesyncd.service(8)); where it does not run, the clock is
/// trusted.
func clockIsSynchronised() -> Bool {
  var clock = timex()
  let isAnswered = adjtimex(&clock) >= 0
  if isAnswered { return clock.status & STA_UNSYNC == 0 }
  return access("/run/systemd/timesync", F_OK) != 0
    || access("/run/systemd/timesync/synchronized", F_OK) == 0
}
