// SPDX-License-Identifier: Apache-2.0

import ItemImport

extension Target {
  /// The columns of a table of items, and cells that some column takes.
  static let itemWords: [String] =
    ItemColumn.allCases.map(\.rawValue) + [
      "gtin,name,policy\n", "gtin;policy\r\n", "09506000134352", "9506000134369", "4006381333931",
      "96385074", "036000291452", "serial", "both", "reject", "off", "'=", "=1+1", "+49", "-7",
      "@SUM(A1)", "\u{FEFF}", "\u{2028}", "\u{202E}", "\u{301}", "\r\n", ",,", ";;", "\t",
      "4.00638E+12",
    ]
}
