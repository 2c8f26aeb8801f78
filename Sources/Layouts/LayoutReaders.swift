// SPDX-License-Identifier: Apache-2.0

// The readers take some hundredths of a second of processor time to make, on a slow machine seconds, so they
// are made when they are first needed. A site has few profiles; the readers of a few are kept.

import Synchronization
import Wedge

/// Reads the keystrokes of a scan on the layouts that scanners are commonly set to.
public final class LayoutReaders: Sendable {
  private static let capacity = 8

  private let library: LayoutLibrary
  private let kept = Mutex<[(profile: Profile, readers: [KeystrokeReader])]>([])

  /// Readers with the layouts of a library.
  public init(_ library: LayoutLibrary) { self.library = library }

  /// True if the readers for scans with a profile are there.
  public func arePrepared(for profile: Profile) -> Bool { readers(for: profile) != nil }

  /// Makes the readers for scans with a profile.
  public func prepare(for profile: Profile) {
    // Not within the lock: others may need readers that are there.
    let readers = Layout.common.filter { $0 != profile.layout.name }.compactMap { name in
      var other = profile
      guard let layout = try? library.layout(named: name) else { return nil as KeystrokeReader? }
      other.layout = layout
      return KeystrokeReader(other)
    }
    kept.withLock { kept in
      kept.removeAll { $0.profile == profile }
      if kept.count == Self.capacity { kept.removeFirst() }
      kept.append((profile, readers))
    }
  }

  /// The data that keystrokes give on each common layout but their own, if they are a whole scan there; none
  /// without the readers.
  public func readings(of keystrokes: Keystrokes) -> [(layout: String, data: [UInt8])] {
    (readers(for: keystrokes.profile) ?? []).compactMap { reader in
      reader.data(of: keystrokes).map { (reader.profile.layout.name, $0) }
    }
  }

  private func readers(for profile: Profile) -> [KeystrokeReader]? {
    kept.withLock { $0.first { $0.profile == profile }?.readers }
  }
}
