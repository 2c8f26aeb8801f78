// SPDX-License-Identifier: Apache-2.0

/// A function that finds a layout by its name in XKB.
public typealias LayoutSource = (String) throws(LayoutError) -> Layout

/// The reasons why there is no layout of a name.
public enum LayoutError: Error, Sendable, Equatable {
  /// XKB knows no such layout, but one with this name, which is nearest.
  case unknown(nearest: String?)
  /// The files of XKB cannot be read, or the layout does not compile.
  case unusable(String)
}

/// The layout that is built in; there are no others.
public func builtInLayout(named name: String) throws(LayoutError) -> Layout {
  guard name == Layout.us.name else { throw .unknown(nearest: Layout.us.name) }
  return .us
}
