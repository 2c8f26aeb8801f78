// SPDX-License-Identifier: Apache-2.0

/// What happens to a scanner, as its reader sees it.
public enum Input: Sendable, Equatable {
  /// An event was read. A raw SYN_DROPPED may come this way too: what follows it is then discarded
  /// up to the next SYN_REPORT, and no key state is known.
  case event(KeyEvent)
  /// A read has just returned EAGAIN at `now`: nothing older is still on its way.
  case idle(now: Int64)
  /// The kernel lost events (SYN_DROPPED), and the reader has discarded everything up to `at`:
  /// the time of the newest event that was discarded, or when the key state was read (EVIOCGKEY),
  /// whichever is later. `keysDown` is that key state, nil where it is not known.
  indirect case dropped(at: Int64, keysDown: KeySet?)
  /// The device is gone (ENODEV).
  case unplugged(at: Int64)

  /// When it happened, in microseconds of the device's clock.
  public var time: Int64 {
    switch self {
    case .event(let event): event.time
    case .idle(let now): now
    case .dropped(let at, _), .unplugged(let at): at
    }
  }
}
