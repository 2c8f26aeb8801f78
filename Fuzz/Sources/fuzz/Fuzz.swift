// SPDX-License-Identifier: Apache-2.0

// One program for all targets. libFuzzer ignores options with two hyphens and passes them on to the
// processes that it starts, so such an option names the target.
//
//   fuzz --target=TARGET [LIBFUZZER-OPTION | FILE | FOLDER] …
//   fuzz unpack FOLDER CORPUS-FILE …      writes each input of the files to a file input-1 …
//   fuzz pack FOLDER                      prints the files of a folder as lines of a corpus
//   fuzz dictionary                       prints words that libFuzzer puts into inputs

import GS1
import Glibc
import Oracle

@main struct Fuzz {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, Array(arguments.dropFirst())) {
    case ("unpack", let rest) where rest.count > 1: unpack(rest.dropFirst(), into: rest[0])
    case ("pack", let rest) where rest.count == 1: pack(rest[0])
    case ("dictionary", []): printDictionary()
    default: fuzz()
    }
  }

  private static func fuzz() {
    let option = "--target="
    guard let name = CommandLine.arguments.first(where: { $0.hasPrefix(option) }) else {
      fail("usage: fuzz --target=TARGET | unpack | pack | dictionary")
    }
    guard let target = Target(rawValue: String(name.dropFirst(option.count))) else {
      fail("there is no such target: \(name)")
    }
    let callback: Callback =
      switch target {
      case .scanData: { examine($0, $1, .scanData) }
      case .digitalLink: { examine($0, $1, .digitalLink) }
      case .canary: { examine($0, $1, .canary) }
      }
    var count = CommandLine.argc
    var values = CommandLine.unsafeArgv
    exit(runDriver(&count, &values, callback))
  }

  private static func unpack(_ files: ArraySlice<String>, into folder: String) {
    var count = 0
    for file in files {
      for (line, input) in Corpus.inputs(of: readFile(file)) {
        guard let input else { fail("\(file):\(line): not a line of a corpus") }
        count += 1
        writeFile("\(folder)/input-\(count)", input)
      }
    }
  }

  private static func pack(_ folder: String) {
    let inputs = files(in: folder).map { Corpus.line(of: readFile("\(folder)/\($0)")) }
    for line in Set(inputs).sorted() where !line.isEmpty { print(line) }
  }

  private static func printDictionary() {
    for number in 0..<10_000 {
      for width in 2...4 where String(number).count <= width {
        let code = String(repeating: "0", count: width - String(number).count) + String(number)
        if ApplicationIdentifier(code) != nil { print("\"\(code)\"") }
      }
    }
    for word in ["]C1", "]d2", "]Q3", "]E0", "]E4", "]e0", "|]e0", "]I1", "\\x1d", "http://", "?"] {
      print("\"\(word)\"")
    }
  }
}

private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// Runs a fuzzer (`LLVMFuzzerRunDriver` of libFuzzer).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ values: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: Callback
) -> CInt

/// libFuzzer calls from one thread only.
nonisolated(unsafe) private let examination = Examination()

private func examine(_ bytes: UnsafePointer<UInt8>?, _ count: Int, _ target: Target) -> CInt {
  do throws(Violation) {
    try target.examine(UnsafeBufferPointer(start: bytes, count: count), examination)
  } catch {
    complain("\nVIOLATION: \(error)\n\n")
    abort()
  }
  return 0
}
