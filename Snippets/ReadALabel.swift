// Read the data of a scanner, and find the lot and the serial number.

import GS1

// The data of a GS1 DataMatrix symbol: the symbology identifier, which scanners can be set to send,
// and the byte 0x1D for each FNC1 of the symbol.
let data = Array("]d201095060001343521727063010C202507\u{1D}21HD-12345".utf8)
let reading = Reading.of(data.span)

print(reading.isValid, reading.kind.name)
// → true element-string

for element in reading.elements {
  print(element.ai, element.ai.title, element.value(of: data.span))
}
// → (01) GTIN 09506000134352
// → (17) USE BY or EXPIRY 270630
// → (10) BATCH/LOT C202507
// → (21) SERIAL HD-12345

if let serial = reading[.serial], let lot = reading[.lot] {
  print("item \(serial.value(of: data.span)) of lot \(lot.value(of: data.span))")
}
// → item HD-12345 of lot C202507

// Elements are ranges of the data: nothing was copied.
print(reading[.serial]?.range ?? 0..<0)
// → 39..<47
