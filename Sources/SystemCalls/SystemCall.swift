// SPDX-License-Identifier: Apache-2.0

// The one door to the operating system. Every call that can fail passes `systemCall`: there the one
// loop retries after EINTR, there errno(3) becomes an error with the call's name and its path, and
// there a test can make the call fail (`FailingCalls`).
//
// Error numbers, open(2)'s flags and stat(2)'s fields are swift-system's types. Its own calls are not
// used: they throw untyped errors, cannot be made to fail from outside, and lack most of what is
// needed here (fsync, flock, epoll, sockets).

import Glibc

@_exported import struct SystemPackage.Errno
@_exported import struct SystemPackage.FileDescriptor
@_exported import struct SystemPackage.FilePermissions
@_exported import struct SystemPackage.FileType
@_exported import struct SystemPackage.Stat

/// A system call, or a function of a system library, that failed.
public struct SystemCallError: Error, Hashable, Sendable {
  /// The name of the function, or of the ioctl(2).
  public var call: String
  /// The path that it was about; nil if there is none.
  public var subject: String?
  /// The error number: errno(3).
  public var errno: Errno

  /// A failure of `call`.
  public init(_ call: String, on subject: String? = nil, _ errno: Errno) {
    self.call = call
    self.subject = subject
    self.errno = errno
  }

  /// The failure of a function that has just set errno(3).
  public init(_ call: String, on subject: String? = nil) {
    self.init(call, on: subject, Errno(rawValue: Glibc.errno))
  }
}

extension SystemCallError: CustomStringConvertible {
  /// The meaning of the error number: strerror(3).
  public var reason: String { errno.description }

  /// The call, its path and the reason: `open /dev/input/event3: Permission denied`.
  public var description: String {
    "\(call)\(subject.map { " \($0)" } ?? ""): \(reason)"
  }
}

/// Makes a call that returns -1 and sets errno(3) when it fails.
///
/// - Parameters:
///   - name: the function's name, for errors and for `FailingCalls`.
///   - subject: the path that it is about.
///   - retries: whether it is made again after EINTR.
/// - Returns: the result, which is not -1.
@discardableResult
public func systemCall<Result: SignedInteger & FixedWidthInteger>(
  _ name: String, on subject: String? = nil, retries: Bool = true, _ body: () -> Result
) throws(SystemCallError) -> Result {
  while true {
    let failure: Errno
    if let injected = FailingCalls.failure(of: name, on: subject) {
      failure = injected
    } else {
      let result = body()
      if result != -1 { return result }
      failure = Errno(rawValue: errno)
    }
    if failure == .interrupted, retries { continue }
    throw SystemCallError(name, on: subject, failure)
  }
}
