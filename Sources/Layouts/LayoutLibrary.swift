// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Wedge

/// The layouts that were needed so far. The method `layout(named:)` is a `LayoutSource`.
///
/// It holds at most as many layouts as XKB has. What is unknown is looked for again every time, because
/// files may have been installed.
public final class LayoutLibrary: Sendable {
  private let compile: @Sendable (String) throws(LayoutError) -> Layout
  private let layouts = Mutex<[String: Layout]>([Layout.us.name: .us])

  /// A library of the layouts in the system's files of XKB, and of `us`, which is built in.
  public convenience init() {
    self.init { name throws(LayoutError) in try Layout.compiled(named: name) }
  }

  /// A library of the layouts that `compile` makes, and of `us`.
  init(compile: @escaping @Sendable (String) throws(LayoutError) -> Layout) {
    self.compile = compile
  }

  /// The layout of a name, compiled when it is first asked for.
  public func layout(named name: String) throws(LayoutError) -> Layout {
    if let known = layouts.withLock({ $0[name] }) { return known }
    // Not within the lock, which others may need for a layout that is there. Two threads may both compile.
    let layout = try compile(name)
    layouts.withLock { $0[name] = layout }
    return layout
  }
}
