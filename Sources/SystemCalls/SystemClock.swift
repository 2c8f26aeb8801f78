// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The clocks of the system: clock_gettime(2).
public enum SystemClock: Sendable {
  /// CLOCK_MONOTONIC: never set, so that distances are right.
  case monotonic
  /// CLOCK_REALTIME: since the epoch.
  case realtime
  /// CLOCK_THREAD_CPUTIME_ID: the processor time of the calling thread.
  case threadCPU

  /// The present time in microseconds.
  public var now: Int64 {
    var time = timespec()
    clock_gettime(id, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// The number by which system calls know the clock.
  public var id: clockid_t {
    switch self {
    case .monotonic: CLOCK_MONOTONIC
    case .realtime: CLOCK_REALTIME
    case .threadCPU: CLOCK_THREAD_CPUTIME_ID
    }
  }
}
