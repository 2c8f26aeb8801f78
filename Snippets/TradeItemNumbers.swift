// Compare GTINs that are written in different formats.

import GS1

let carton = GTIN("04012345000078")
let ean13 = GTIN("4012345000078")
print(carton == ean13)
// → true

let soda = GTIN(upcE: "01234565")
print(soda?.digits ?? "", soda?.digits(in: .gtin12) ?? "", soda?.upcE ?? "")
// → 00012345000065 012345000065 01234565

print(GTIN("4012345000079")?.digits ?? "wrong check digit")
// → wrong check digit
print(checkDigit(for: "401234500007") ?? -1)
// → 8
