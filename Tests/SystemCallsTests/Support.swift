// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A path at which nothing is.
func temporaryPath() -> String {
  "/tmp/scand-system-\(getpid())-\(UInt64.random(in: 0 ..< .max))"
}

/// A pipe(2) whose output does not block.
final class Pipe {
  let output: Int32
  private var input: Int32

  init() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    (output, input) = (ends[0], ends[1])
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(output)
    closeInput()
  }

  func write(_ text: String) {
    _ = Glibc.write(input, text, text.utf8.count)
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }
}

/// Runs `body` on a thread of its own, which belongs to no task, and waits for it.
func onAnotherThread<T: Sendable>(_ body: @escaping @Sendable () -> T) -> T {
  nonisolated(unsafe) var result: T?
  let box = Box { result = body() }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { argument in
      Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, Unmanaged.passRetained(box).toOpaque())
  pthread_join(thread, nil)
  return result!
}

private final class Box {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
