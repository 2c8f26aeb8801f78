// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Writes to the standard error output; write(2).
func complain(_ text: String) {
  let bytes = Array(text.utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Prints an error and ends the program.
func fail(_ text: String) -> Never {
  complain("fuzz: \(text)\n")
  exit(64)
}

/// The bytes of a file; fopen(3), fread(3).
func readFile(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { fail("\(path): \(String(cString: strerror(errno)))") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return bytes }
    bytes += buffer[..<count]
  }
}

/// Writes a file; fopen(3), fwrite(3).
func writeFile(_ path: String, _ bytes: [UInt8]) {
  guard let file = fopen(path, "w") else { fail("\(path): \(String(cString: strerror(errno)))") }
  let count = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, count == bytes.count else { fail("\(path) cannot be written") }
}

/// The names of the files in a folder; readdir(3).
func files(in folder: String) -> [String] {
  guard let stream = opendir(folder) else {
    fail("\(folder): \(String(cString: strerror(errno)))")
  }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names
}
