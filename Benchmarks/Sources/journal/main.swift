// SPDX-License-Identifier: Apache-2.0

// The cost of the journal: recording beside SQLite's C API, and tracing in a large one.
//
//   journal DIRECTORY RECORDS [trace]     with trace: only the second, of a journal that is there

let directory = CommandLine.arguments[1]
let count = Int(CommandLine.arguments[2]) ?? 1_000_000
if !CommandLine.arguments.contains("trace") {
  try measureRecording(in: directory, groups: 2000, of: 1)
  try measureRecording(in: directory, groups: 800, of: 64)
  try measureRecording(in: directory, groups: 200, of: 512)
}
try fill(directory + "/large", to: count)
try measureTracing(directory + "/large", count: count, rounds: 2000)
