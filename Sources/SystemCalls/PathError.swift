// SPDX-License-Identifier: Apache-2.0

/// A path that is refused, or a call on it that failed.
public enum PathError: Error, Hashable, Sendable {
  /// A name of the path is a symbolic link of another user.
  case foreignLink(String, owner: UInt32)
  /// The file itself is a symbolic link.
  case link(String, target: String)
  /// The file is a directory, a FIFO, a socket or a device.
  case notRegular(String, FileType)
  /// A system call failed.
  case call(SystemCallError)
}

extension PathError: CustomStringConvertible {
  /// The path and the reason, without a full stop; the path is not made safe to show.
  public var description: String {
    switch self {
    case .foreignLink(let path, let owner):
      "\(path) is a symbolic link of user \(owner), which is not followed; "
        + "name the place that it leads to"
    case .link(let path, let target):
      "\(path) is a symbolic link; name the file that it leads to: \(target)"
    case .notRegular(let path, let type):
      "\(path) is \(type.words), not a regular file; name another file"
    case .call(let error): "\(error.subject.map { "\($0): " } ?? "")\(error.reason)"
    }
  }
}

extension FileType {
  /// The type in words: `a FIFO`.
  public var words: String {
    switch self {
    case .directory: "a directory"
    case .symbolicLink: "a symbolic link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .characterSpecial, .blockSpecial: "a device"
    case .regular: "a regular file"
    default: "something unknown"
    }
  }
}

/// Makes calls whose failures are failures of a path.
func asPathError<Result: ~Copyable>(
  _ body: () throws(SystemCallError) -> Result
) throws(PathError) -> Result {
  do throws(SystemCallError) {
    return try body()
  } catch {
    throw .call(error)
  }
}
