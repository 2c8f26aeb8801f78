// SPDX-License-Identifier: Apache-2.0

// The module marks and closes whatever descriptors from 3 on the environment passes. So it is examined on
// a thread that shares its descriptors with no other (unshare(2), CLONE_FILES).

import Foundation

/// A thread with a table of descriptors of its own, in which only 0 to 2 are open.
final class PrivateDescriptors: @unchecked Sendable {
  /// The one thread of the process.
  static let thread = PrivateDescriptors()

  private let begin = DispatchSemaphore(value: 0)
  private let end = DispatchSemaphore(value: 0)
  private let use = NSLock()
  private var work: () -> Void = {}

  private init() {
    Thread.detachNewThread { [self] in
      Self.leaveTheOthers()
      while true {
        begin.wait()
        work()
        Self.closeAll(upTo: 256)
        end.signal()
      }
    }
  }

  /// Runs `body` on the thread, and closes the descriptors that it leaves.
  func run(_ body: () throws(Violation) -> Void) throws(Violation) {
    var violation: Violation?
    use.withLock {
      withoutActuallyEscaping(body) { body in
        work = {
          do throws(Violation) { try body() } catch { violation = error }
        }
        begin.signal()
        end.wait()
        work = {}
      }
    }
    if let violation { throw violation }
  }

  private static func leaveTheOthers() {
    typealias Unshare = @convention(c) (Int32) -> Int32
    let cloneFiles: Int32 = 0x400
    // Glibc's module lacks the function.
    guard let symbol = dlsym(nil, "unshare"),
      unsafeBitCast(symbol, to: Unshare.self)(cloneFiles) == 0
    else { fatalError("unshare(CLONE_FILES) failed: \(errno)") }
    closeAll(upTo: Int32(clamping: sysconf(Int32(_SC_OPEN_MAX))))
  }

  private static func closeAll(upTo end: Int32) {
    for number in 3..<end { close(number) }
  }
}
