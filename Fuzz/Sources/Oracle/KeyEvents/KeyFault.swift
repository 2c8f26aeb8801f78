// SPDX-License-Identifier: Apache-2.0

import Wedge

/// An event between the frames of a scanner, which it does not type itself.
enum KeyFault {
  /// A longer silence before the frame.
  case pause(Int64)
  /// The kernel loses frames; the reader learns the key state or not.
  case drop(frames: Int, keysKnown: Bool)
  /// The kernel loses frames; the reader passes SYN_DROPPED and the rest of the last frame on.
  case rawDrop(frames: Int)
  /// Reading begins only here.
  case opening(keysKnown: Bool)
  /// The device is unplugged, frames are lost, and it comes back.
  case replugging(frames: Int)
  /// A process dies, leaves frames unread, and another one takes over.
  case restart(frames: Int)
  /// An input that no scanner causes. The time is added to its own, 0.
  case strange(Input)
  /// The time jumps.
  case jump(Int64)
  /// The profile changes; the decoder is told at once.
  case profile(Profile)

  /// The number of frames that the reader does not see.
  var lost: Int {
    switch self {
    case .drop(let frames, _), .rawDrop(let frames), .replugging(let frames),
      .restart(let frames):
      frames
    default: 0
    }
  }

  /// True if no scanner and no kernel causes it.
  var isStrange: Bool {
    switch self {
    case .strange, .jump, .profile: true
    default: false
    }
  }
}
