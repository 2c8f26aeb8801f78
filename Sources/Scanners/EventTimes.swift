// SPDX-License-Identifier: Apache-2.0

// Keys are timed by CLOCK_MONOTONIC, so that distances are right whatever happens to CLOCK_REALTIME.
// All times are in microseconds.

import SystemCalls

/// The time on the wall clock that belongs to a moment of the monotonic clock.
func wallTime(
  at moment: Int64, monotonicNow: Int64 = SystemClock.monotonic.now,
  realtimeNow: Int64 = SystemClock.realtime.now
) -> Int64 {
  realtimeNow &- (monotonicNow &- moment)
}

/// The time of an event on the monotonic clock: its stamp, if that is plausible.
///
/// A stamp more than a minute from the event's arrival is of another clock; the arrival is used then.
func eventTime(stamp: Int64, arrival: Int64) -> Int64 {
  let limit: Int64 = 60_000_000
  return (arrival - limit...arrival + limit).contains(stamp) ? stamp : arrival
}

/// The time of a loss on the monotonic clock. The kernel reports a loss together with the next events,
/// however much later they come.
func lossTime(stamp: Int64, arrival: Int64) -> Int64 {
  min(stamp, arrival)
}
