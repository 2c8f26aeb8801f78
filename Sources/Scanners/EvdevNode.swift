// SPDX-License-Identifier: Apache-2.0

import CLinux
import Configuration
import Glibc
import SystemCalls
import Wedge

/// A node of /dev/input that is open for reading.
package final class EvdevNode: EventDevice {
  private let node: Descriptor
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: EventBatch.capacity * MemoryLayout<input_event>.stride,
    alignment: MemoryLayout<input_event>.alignment)
  /// The bytes of an event that was cut.
  private var filled = 0

  /// Opens a device's node: open(2). ENODEV if the device has gone; its node may be another's then.
  package convenience init(_ device: DeviceProperties) throws(SystemCallError) {
    let gone = SystemCallError("open", on: device.node, .operationNotSupportedByDevice)
    guard Files.exist(device.sysPath) else { throw gone }
    // Asked first, because umockdev aborts after fifty opens that failed.
    try systemCall("open", on: device.node) { access(device.node, R_OK) }
    let node: Descriptor
    do throws(SystemCallError) {
      node = try Descriptor(opening: device.node, .readOnly, .nonBlocking)
    } catch {
      throw Files.exist(device.sysPath) ? error : gone
    }
    guard Files.exist(device.sysPath) else { throw gone }
    self.init(node)
  }

  /// Takes over an open descriptor.
  convenience init(adopting descriptor: Int32) {
    self.init(Descriptor(adopting: descriptor))
  }

  private init(_ node: consuming Descriptor) {
    self.node = node
  }

  deinit {
    buffer.deallocate()
  }

  package var descriptor: Int32 { node.number }

  package func keys() throws(SystemCallError) -> KeySet {
    try keySet("EVIOCGBIT", clinux_keys)
  }

  package func keysDown() throws(SystemCallError) -> KeySet {
    var keys = try keySet("EVIOCGKEY", clinux_keys_down)
    keys.capsLock = capsLockLight()
    return keys
  }

  package func capsLockLight() -> Bool? {
    var lights: UInt64 = 0
    return clinux_lights(descriptor, &lights) >= 0 ? lights >> LED_CAPSL & 1 == 1 : nil
  }

  package func useMonotonicClock() {
    _ = clinux_set_clock(descriptor, SystemClock.monotonic.id)
  }

  package func maskAllButKeys() {
    _ = clinux_set_event_types(descriptor, 1 << EV_SYN | 1 << EV_KEY | 1 << EV_LED)
  }

  package func grab(_ wanted: Bool) throws(SystemCallError) {
    try systemCall("EVIOCGRAB") { clinux_grab(descriptor, wanted ? 1 : 0) }
  }

  /// read(2). The kernel gives whole events only; a mocked node may cut one, so the piece is kept.
  package func read(into batch: inout EventBatch) throws(SystemCallError) -> Bool {
    batch.events.removeAll(keepingCapacity: true)
    let count: Int
    do throws(SystemCallError) {
      count = try node.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
    } catch {
      if error.errno == .resourceTemporarilyUnavailable { return false }
      throw error
    }
    if count == 0 { throw SystemCallError("read", .operationNotSupportedByDevice) }
    filled += count
    convertEvents(into: &batch)
    return true
  }

  private func convertEvents(into batch: inout EventBatch) {
    let stride = MemoryLayout<input_event>.stride
    let whole = filled / stride
    let arrival = SystemClock.monotonic.now
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
    try systemCall(call) { ask(descriptor, &bits) }
    return KeySet((0..<UInt16(8 * bits.count)).filter { bits[Int($0 >> 3)] >> ($0 & 7) & 1 == 1 })
  }
}
