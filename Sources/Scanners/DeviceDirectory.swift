// SPDX-License-Identifier: Apache-2.0

// The door to udev. Behind it stands libudev; in tests a list stands there that can be told what
// to say.

/// What tells which input devices there are, and which come and go.
protocol DeviceDirectory: AnyObject {
  /// Readable when `next` has something to say.
  var descriptor: Int32 { get }
  /// The event devices that are there now and that udev has finished with.
  func devices() throws(SystemCallError) -> [DeviceProperties]
  /// The next thing that happened; nil if nothing more has.
  func next() -> DeviceNews?
}

/// What happened to an input device.
enum DeviceNews: Equatable {
  /// It is there, new or changed.
  case present(DeviceProperties)
  /// The one with this directory below /sys is gone.
  case gone(sysPath: String)
  /// Something happened to a device that is none of ours.
  case other
  /// News were lost, because too many came at once: look what is there.
  case lost
}
