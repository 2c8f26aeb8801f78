// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing
import Wedge

@testable import Layouts

@Suite struct LayoutLibraryTests {
  /// A library that counts what it compiles, and fails as often as it is told.
  private final class Counted: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    private let failures: Int

    init(failures: Int = 0) {
      self.failures = failures
    }

    var compiled: [String: Int] { counts.withLock { $0 } }

    func compile(_ name: String) throws(LayoutError) -> Layout {
      let count = counts.withLock { counts in
        counts[name, default: 0] += 1
        return counts[name]!
      }
      if count <= failures { throw .unusable("not yet") }
      return Layout(name: name, hasAltGr: false, keys: [])
    }
  }

  @Test func aLayoutIsCompiledOnce() throws {
    let counted = Counted()
    let library = LayoutLibrary(compile: counted.compile)
    for name in ["de", "fr", "de", "de"] { #expect(try library.layout(named: name).name == name) }
    #expect(counted.compiled == ["de": 1, "fr": 1])
  }

  @Test func theBuiltInLayoutIsNeverCompiled() throws {
    let counted = Counted(failures: .max)
    #expect(try LayoutLibrary(compile: counted.compile).layout(named: "us") == .us)
    #expect(counted.compiled.isEmpty)
  }

  @Test func anErrorIsForgotten() throws {
    let library = LayoutLibrary(compile: Counted(failures: 2).compile)
    for _ in 1...2 {
      #expect(throws: LayoutError.unusable("not yet")) { try library.layout(named: "de") }
    }
    #expect(try library.layout(named: "de").name == "de")
  }

  @Test func itIsASourceOfLayouts() throws {
    let source: LayoutSource = LayoutLibrary().layout(named:)
    #expect(try source("ch(fr)") == Layout.compiled(named: "ch(fr)"))
    #expect(throws: LayoutError.unknown(nearest: "gb")) { try source("uk") }
  }

  @Test func threadsGetTheSameLayouts() async throws {
    let library = LayoutLibrary()
    let expected = try Layout.common.map { $0 == "us" ? .us : try Layout.compiled(named: $0) }
    try await withThrowingTaskGroup(of: [Layout].self) { group in
      for _ in 0..<4 {
        group.addTask { try Layout.common.map { try library.layout(named: $0) } }
      }
      for try await layouts in group { #expect(layouts == expected) }
    }
  }
}
