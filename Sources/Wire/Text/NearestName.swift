// SPDX-License-Identifier: Apache-2.0

/// The known name that `name` was probably meant to be, or nil when none is close.
///
/// Close is an edit distance (insertions, deletions, replacements, neighbours swapped) of at most a
/// third of the longer name, letters' case ignored.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
  // A name of a megabyte is no mistyped name, and the distance would take long to compute.
  guard name.utf8.count <= 64 else { return nil }
  let typed = Array(name.lowercased().utf8)
  let ranked = known.map { candidate in
    (name: candidate, distance: editDistance(typed, Array(candidate.lowercased().utf8)))
  }
  let best = ranked.min { $0.distance < $1.distance }
  guard let best, best.distance * 3 <= max(typed.count, best.name.utf8.count) else { return nil }
  return best.name
}

/// The Damerau–Levenshtein distance in its "optimal string alignment" form.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      let isSwapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]
      if isSwapped { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
