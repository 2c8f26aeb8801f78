// SPDX-License-Identifier: Apache-2.0

// Measures the pure parts: one key event, and one label with all rules. The figures go to standard
// output, one line each, as `best median allocations verdict`; labels.py makes a table of them. The
// programs in peers/ take the same commands.

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "keys":
  for figure in measureKeyEvents() { print(figure.best, figure.median, figure.allocations) }
case "time":
  for label in arguments.dropFirst() {
    let (figure, isValid) = measure(label: Array(label.utf8))
    print(figure.best, figure.median, figure.allocations, isValid ? "valid" : "bad")
  }
case "repeat" where arguments.count == 3:
  let times = Int(arguments[2]) ?? 0
  print(read(label: Array(arguments[3].utf8), times: times))
default:
  fatalError("usage: decoding keys | time LABEL... | repeat TIMES LABEL")
}
