// Get typed values: dates, measures, money, countries.

import GS1

let data = Array("]C10109506000134352172706003103001250422276".utf8)
let reading = Reading.of(data.span)

for element in reading.elements {
  guard let meaning = element.typedValue(of: data.span, currentYear: 2026) else { continue }
  print(element.ai, meaning)
}
// → (17) 2027-06-30
// → (3103) 1.250 kg
// → (422) 276

if case .date(let date)? = reading[.expiry]?.typedValue(of: data.span, currentYear: 2026) {
  print(date.year, date.month, date.day)
}
// → 2027 6 30
