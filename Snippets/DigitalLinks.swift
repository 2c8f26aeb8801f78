// Read GS1 Digital Link URIs, and write elements as such a URI.

import GS1

let link = Array("https://example.com/01/09506000134352/10/A%2FB?17=270630".utf8)
let reading = Reading.of(link.span)
print(reading.bracketed(of: link.span))
// → (01)09506000134352(10)A/B(17)270630

let label = Array("]C101095060001343521727063010A/B".utf8)
let other = Reading.of(label.span)
print(try other.digitalLink(of: label.span))
// → https://id.gs1.org/01/09506000134352/10/A%2FB?17=270630
print(try other.digitalLink(of: label.span, stem: "https://example.com"))
// → https://example.com/01/09506000134352/10/A%2FB?17=270630

// The identity of the labelled object, as EPCIS uses it.
print(other.identity(of: label.span) ?? "no key")
// → https://id.gs1.org/01/09506000134352/10/A%2FB

// The element string, with separators where they are needed.
print(String(decoding: reading.elementString(of: link.span), as: UTF8.self).debugDescription)
// → "010950600013435210A/B\u{1D}17270630"

// The canonical URI of a lot, from its values.
print(DigitalLink.canonicalURI(of: (.gtin, "09506000134352"), (.lot, "A/B")))
// → https://id.gs1.org/01/09506000134352/10/A%2FB
