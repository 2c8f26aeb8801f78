// Find the faults of a label, their places, and the elements that are valid nevertheless.

import GS1

// A wrong check digit, a month that does not exist, and a valid lot.
let data = Array("]C101095060001343531727133010C202507".utf8)
let reading = Reading.of(data.span)

for reason in reading.reasons {
  print(reason.code.name, "at", reason.offset, "for", reason.length)
  print(reason.text(of: data.span))
}
// → check-digit at 5 for 14
// → (01) GTIN has check digit 3 where 2 would be right: "09506000134353".
// → date at 21 for 6
// → (17) USE BY or EXPIRY has no valid date: "271330".

print(reading[.lot]?.value(of: data.span) ?? "no lot")
// → C202507

// A superfluous separator is not a fault; it is noted.
let tolerated = Array("]C1\u{1D}0109506000134352".utf8)
let note = Reading.of(tolerated.span).notes.first
print(note?.text(of: tolerated.span) ?? "nothing to note")
// → There is a separator before the first element.
