// SPDX-License-Identifier: Apache-2.0

/// The known name that `name` was probably meant to be, or nil when none is close.
///
/// Close is an edit distance (insertions, deletions, replacements, neighbours swapped) of at most a
/// third of the longer name, letters' case ignored.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
  // A name of a megabyte is no mistyped name, and the distance would take long to compute.
  guard name.utf8.count <= 64 else { return nil }
  let typed = Array(name.lowercased().utf8)
  var best: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased().utf8)
    let most = max(typed.count, letters.count) / 3
    // The lengths alone are a distance.
    guard abs(typed.count - letters.count) <= most else { continue }
    let distance = editDistance(typed, letters)
    if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// The Damerau–Levenshtein distance in its "optimal string alignment" form.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  var row = last
  for i in 0..<a.count {
    row[0] = i + 1
    for j in 0..<b.count {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      let isSwapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]
      if isSwapped { cost = min(cost, beforeLast[j - 1] + 1) }
      row[j + 1] = cost
    }
    swap(&beforeLast, &last)
    swap(&last, &row)
  }
  return last[b.count]
}
