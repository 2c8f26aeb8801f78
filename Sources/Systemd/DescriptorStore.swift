// SPDX-License-Identifier: Apache-2.0

// A grab ends with the last descriptor of it. With a copy in the service manager's store, a restart or a
// kill lets no key through to the console, and keys that are typed meanwhile wait in the kernel for the
// next process.
//
// The service manager's socket may be full. A removal that was refused is owed: while the store still
// has a dead descriptor under a name, a new one of that name must not be added beside it, because the
// next process would be given either.

/// The descriptors that the service manager keeps for the next process (FDSTORE=1 and FDSTOREREMOVE=1 of
/// sd_notify(3)).
public final class DescriptorStore {
  private let manager: ServiceManager
  /// The names under which the store has our descriptors.
  private var kept: Set<String> = []
  /// The names that the store is still to forget.
  private var owed: Set<String> = []
  /// The descriptors that the store is to hold, by name.
  private var wanted: [String: Int32] = [:]

  /// The store of `manager`. It is not asked for its contents: storing a descriptor again changes
  /// nothing.
  public init(_ manager: ServiceManager) {
    self.manager = manager
  }

  /// True while the service manager has refused a message that `settle` is to send again.
  public var isBehind: Bool {
    !owed.isEmpty || !kept.isSuperset(of: wanted.keys)
  }

  /// Makes the store hold these descriptors, by name; those of names that systemd refuses are left out.
  /// A message that cannot be sent now is sent by the next `hold`, `drop` or `settle`.
  public func hold(_ descriptors: [String: Int32]) {
    guard manager.exists else { return }
    let before = wanted
    wanted = descriptors.filter { isName($0.key) }
    drop(kept.filter { wanted[$0] != before[$0] })
  }

  /// Makes the store forget the descriptors of these names, and add those that it is to hold under them
  /// only afterwards.
  public func drop(_ names: some Sequence<String>) {
    guard manager.exists else { return }
    owed.formUnion(names.filter(isName))
    kept.subtract(owed)
    settle()
  }

  /// Sends the messages that are still to be sent.
  public func settle() {
    for name in owed.sorted() where manager.notify("FDSTOREREMOVE=1\nFDNAME=\(name)") {
      owed.remove(name)
    }
    for (name, descriptor) in wanted where !kept.contains(name) && !owed.contains(name) {
      if manager.notify("FDSTORE=1\nFDNAME=\(name)", passing: descriptor) { kept.insert(name) }
    }
  }
}

/// True if systemd accepts the name (FDNAME= of sd_notify(3)). Instead of any other name it would use one of
/// its own, which our messages do not remove; and after a line end another assignment would begin.
private func isName(_ name: String) -> Bool {
  name.utf8.count <= 255
    && name.utf8.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: ":") }
}
