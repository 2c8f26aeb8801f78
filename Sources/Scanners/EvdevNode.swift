// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Wedge

/// A node of /dev/input that is open for reading, and closed at the end.
final class EvdevNode: EventDevice {
  let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: EventBatch.capacity * MemoryLayout<input_event>.stride,
    alignment: MemoryLayout<input_event>.alignment)
  private var filled = 0

  /// Opens a device's node: open(2). ENODEV if the device has gone; its node may be another's then.
  convenience init(_ device: DeviceProperties) throws(SystemCallError) {
    let call = "open \(device.node)"
    let gone = SystemCallError(call, code: ENODEV)
    guard Self.isThere(device) else { throw gone }
    // Asked first, because umockdev aborts after fifty opens that failed.
    try check(access(device.node, R_OK), call)
    let descriptor = open(device.node, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    let error = SystemCallError(call)
    guard Self.isThere(device) else {
      close(descriptor)
      throw gone
    }
    guard descriptor >= 0 else { throw error }
    self.init(adopting: descriptor)
  }

  private static func isThere(_ device: DeviceProperties) -> Bool {
    access(device.sysPath, F_OK) == 0
  }

  /// Takes over an open descriptor.
  init(adopting descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  func keys() throws(SystemCallError) -> KeySet {
    try keySet("EVIOCGBIT", clinux_keys)
  }

  func keysDown() throws(SystemCallError) -> KeySet {
    var keys = try keySet("EVIOCGKEY", clinux_keys_down)
    var lights: UInt64 = 0
    if clinux_lights(descriptor, &lights) >= 0 { keys.capsLock = lights >> LED_CAPSL & 1 == 1 }
    return keys
  }

  func useMonotonicClock() {
    _ = clinux_set_clock(descriptor, CLOCK_MONOTONIC)
  }

  func maskAllButKeys() {
    _ = clinux_set_event_types(descriptor, 1 << EV_SYN | 1 << EV_KEY | 1 << EV_LED)
  }

  func grab(_ wanted: Bool) throws(SystemCallError) {
    try check(clinux_grab(descriptor, wanted ? 1 : 0), "EVIOCGRAB")
  }

  /// read(2). The kernel gives whole events only; a mocked node may cut one, so the piece is kept.
  func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool {
    batch.events.removeAll(keepingCapacity: true)
    var count: Int
    repeat {
      count = Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
    } while count < 0 && errno == EINTR
    if count < 0, errno == EAGAIN { return false }
    guard count > 0 else { throw SystemCallError("read", code: count == 0 ? ENODEV : errno) }
    take(count, into: &batch)
    return true
  }

  private func take(_ count: Int, into batch: inout EventBatch) {
    filled += count
    let stride = MemoryLayout<input_event>.stride
    let whole = filled / stride
    let arrival = Clock.monotonic.now
    for var event in buffer.bindMemory(to: input_event.self)[..<whole] {
      let stamp = clinux_event_time(&event)
      var read = KeyEvent(time: stamp, type: event.type, code: event.code, value: event.value)
      read.time =
        read.isLoss
        ? lossTime(stamp: stamp, arrival: arrival) : eventTime(stamp: stamp, arrival: arrival)
      batch.events.append(read)
    }
    filled -= whole * stride
    if filled > 0 {
      buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + whole * stride, byteCount: filled)
    }
  }

  private func keySet(
    _ call: String, _ ask: (Int32, UnsafeMutablePointer<UInt8>?) -> Int32
  ) throws(SystemCallError) -> KeySet {
    var bits = [UInt8](repeating: 0, count: Int(CLINUX_KEY_BYTES))
    try check(ask(descriptor, &bits), call)
    return KeySet((0..<UInt16(8 * bits.count)).filter { bits[Int($0 >> 3)] >> ($0 & 7) & 1 == 1 })
  }
}
