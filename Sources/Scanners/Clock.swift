// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The clocks that matter: clock_gettime(2).
///
/// Keys are timed by the monotonic one, so that distances are right whatever happens to the other.
enum Clock {
  case monotonic, realtime

  /// What it shows, in microseconds.
  var now: Int64 {
    var time = timespec()
    clock_gettime(id, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// The number by which system calls know it.
  var id: clockid_t {
    switch self {
    case .monotonic: CLOCK_MONOTONIC
    case .realtime: CLOCK_REALTIME
    }
  }
}

/// The wall clock at a moment of the monotonic one: as long ago as that is, in microseconds.
func wallTime(
  at moment: Int64, monotonicNow: Int64 = Clock.monotonic.now,
  realtimeNow: Int64 = Clock.realtime.now
) -> Int64 {
  realtimeNow &- (monotonicNow &- moment)
}

/// When an event came, by the monotonic clock: what it was stamped with, if that can be.
///
/// A stamp more than a minute from its arrival is not of this clock; such an event counts from when
/// it arrived.
func eventTime(stamp: Int64, arrival: Int64) -> Int64 {
  let limit: Int64 = 60_000_000
  return (arrival - limit...arrival + limit).contains(stamp) ? stamp : arrival
}

/// When events were lost, by the monotonic clock. That a reader is told with the next events, however
/// much later they come.
func lossTime(stamp: Int64, arrival: Int64) -> Int64 {
  min(stamp, arrival)
}
