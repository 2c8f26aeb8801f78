// SPDX-License-Identifier: Apache-2.0

// A grab ends with the last descriptor of it. With a copy in the service manager's store, a restart or a
// kill lets no key through to the console, and keys that are typed meanwhile wait in the kernel for the
// next process.

/// The descriptors that the service manager keeps for the next process (FDSTORE=1 and FDSTOREREMOVE=1 of
/// sd_notify(3)).
public final class DescriptorStore {
  private let manager: ServiceManager
  private var kept: Set<String> = []

  /// The store of `manager`. It is not asked for its contents: storing a descriptor again changes
  /// nothing.
  public init(_ manager: ServiceManager) {
    self.manager = manager
  }

  /// Makes the store hold these descriptors, by name. A message that cannot be sent now is sent the next
  /// time.
  public func hold(_ descriptors: [String: Int32]) {
    drop(kept.subtracting(descriptors.keys))
    for (name, descriptor) in descriptors where !kept.contains(name) {
      if manager.notify("FDSTORE=1\nFDNAME=\(name)", passing: descriptor) { kept.insert(name) }
    }
  }

  /// Makes the store forget the descriptors of these names.
  public func drop(_ names: some Sequence<String>) {
    for name in names where manager.notify("FDSTOREREMOVE=1\nFDNAME=\(name)") {
      kept.remove(name)
    }
  }
}
