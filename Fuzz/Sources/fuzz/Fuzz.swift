// SPDX-License-Identifier: Apache-2.0

// One program for all targets. libFuzzer ignores options with two hyphens and passes them on to the
// processes that it starts, so such an option names the target.
//
//   fuzz --target=TARGET [LIBFUZZER-OPTION | FILE | FOLDER] …
//   fuzz --canary=TARGET …                the same, with the planted defect of the target
//   fuzz targets                          prints each target with its longest inputs
//   fuzz dictionary TARGET                prints words that libFuzzer puts into inputs
//   fuzz unpack FOLDER CORPUS-FILE …      writes each input of the files to a file input-1 …
//   fuzz pack FOLDER                      prints the files of a folder as lines of a corpus

import Glibc
import Oracle

@main struct Fuzz {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, Array(arguments.dropFirst())) {
    case ("targets", []): printTargets()
    case ("dictionary", let rest) where rest.count == 1: printDictionary(of: rest[0])
    case ("unpack", let rest) where rest.count > 1: unpack(rest.dropFirst(), into: rest[0])
    case ("pack", let rest) where rest.count == 1: pack(rest[0])
    default: fuzz()
    }
  }

  private static func fuzz() {
    if let name = value(of: "--canary") {
      run = Run(target(named: name), plantsDefect: true)
    } else if let name = value(of: "--target") {
      run = Run(target(named: name), plantsDefect: false)
    } else {
      fail("usage: fuzz --target=TARGET | --canary=TARGET | targets | dictionary | unpack | pack")
    }
    var count = CommandLine.argc
    var values = CommandLine.unsafeArgv
    exit(runDriver(&count, &values, examine))
  }

  private static func value(of option: String) -> String? {
    let start = option + "="
    return CommandLine.arguments.first { $0.hasPrefix(start) }.map {
      String($0.dropFirst(start.count))
    }
  }

  private static func target(named name: String) -> Target {
    guard let target = Target(rawValue: name) else { fail("there is no such target: \(name)") }
    return target
  }

  private static func printTargets() {
    for target in Target.allCases {
      print(target.rawValue, target.lengths.most, target.lengths.last)
    }
  }

  private static func printDictionary(of name: String) {
    for word in target(named: name).words {
      print("\"" + Corpus.line(of: Array(word.utf8)).replacing("\"", with: "\\x22") + "\"")
    }
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
}

private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// Runs a fuzzer (`LLVMFuzzerRunDriver` of libFuzzer).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ values: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: Callback
) -> CInt

/// A target and its examination.
private struct Run {
  let target: Target
  let examination: Examination

  init(_ target: Target, plantsDefect: Bool) {
    self.target = target
    examination = Examination(plantsDefect: plantsDefect)
  }
}

/// Set once; libFuzzer calls from one thread only.
nonisolated(unsafe) private var run: Run!

private func examine(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(Violation) {
    try run.target.examine(UnsafeBufferPointer(start: bytes, count: count), run.examination)
  } catch {
    complain("\nVIOLATION: \(error)\n\n")
    abort()
  }
  return 0
}
