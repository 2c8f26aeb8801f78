// SPDX-License-Identifier: Apache-2.0

import Layouts
import Wedge

extension LayoutLibrary {
  /// The layouts that scanners are commonly set to, the most frequent first.
  public func commonLayouts() throws(LayoutError) -> [Layout] {
    var layouts: [Layout] = []
    for name in Layout.common { layouts.append(try layout(named: name)) }
    return layouts
  }
}
