// SPDX-License-Identifier: Apache-2.0

// A grab ends with the last descriptor of it. With a copy in the service manager's store a restart,
// and a kill too, lets no key through to the console, and what is typed meanwhile waits in the
// kernel for whoever comes next.

/// What the service manager keeps for the next process: a descriptor of each scanner that is grabbed
/// (FDSTORE=1 and FDSTOREREMOVE=1 of sd_notify(3)).
final class DescriptorStore {
  private let manager: ServiceManager
  private var kept: Set<String> = []

  /// The store of `manager`. It is not asked what it holds already: to store that again changes
  /// nothing.
  init(_ manager: ServiceManager) {
    self.manager = manager
  }

  /// Has the store hold these descriptors, by name. What could not be said now is said the next time.
  func hold(_ descriptors: [String: Int32]) {
    drop(kept.subtracting(descriptors.keys))
    for (name, descriptor) in descriptors where !kept.contains(name) {
      if manager.notify("FDSTORE=1\nFDNAME=\(name)", passing: descriptor) { kept.insert(name) }
    }
  }

  /// Has the store forget what it holds by these names.
  func drop(_ names: some Sequence<String>) {
    for name in names where manager.notify("FDSTOREREMOVE=1\nFDNAME=\(name)") {
      kept.remove(name)
    }
  }
}
