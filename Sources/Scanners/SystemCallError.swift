// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A system call or a function of libudev that failed.
public struct SystemCallError: Error, Equatable {
  /// The function's name, or that of the ioctl.
  public var call: String
  /// What errno(3) was.
  public var code: Int32

  /// The call that has just failed; `code` is errno unless it is given.
  public init(_ call: String, code: Int32 = errno) {
    self.call = call
    self.code = code
  }
}

extension SystemCallError: CustomStringConvertible {
  /// What the code means (strerror(3)), as people know it from other programs.
  public var reason: String { String(cString: strerror(code)) }

  /// The call and what went wrong.
  public var description: String { "\(call): \(reason)" }
}

/// The result of a call that says with -1 that it failed.
@discardableResult
func check(_ result: Int32, _ call: String) throws(SystemCallError) -> Int32 {
  if result < 0 { throw SystemCallError(call) }
  return result
}
