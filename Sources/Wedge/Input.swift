// SPDX-License-Identifier: Apache-2.0

/// An input to the decoder, as the scanner's reader sees it.
public enum Input: Sendable, Equatable {
  /// An event was read. It may be a raw SYN_DROPPED: the events up to the next SYN_REPORT are then
  /// discarded, and no key state is known.
  case event(KeyEvent)
  /// A read returned EAGAIN at `now`: no older event will arrive.
  case idle(now: Int64)
  /// The kernel lost events (SYN_DROPPED), and the reader discarded the events up to `at`: the time
  /// of the newest discarded event, or of reading the key state (EVIOCGKEY) if that is later.
  /// `keysDown` is that key state; nil if it is not known.
  indirect case dropped(at: Int64, keysDown: KeySet?)
  /// The device is gone (ENODEV).
  case unplugged(at: Int64)

  /// The time of the input, in microseconds of the device's clock.
  public var time: Int64 {
    switch self {
    case .event(let event): event.time
    case .idle(let now): now
    case .dropped(let at, _), .unplugged(let at): at
    }
  }
}
