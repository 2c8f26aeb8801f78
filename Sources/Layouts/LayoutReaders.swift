// SPDX-License-Identifier: Apache-2.0

// The readers are made when a scan first needs them, which takes some tenths of a second and never happens on
// the thread that reads scanners. A site has few profiles, so the readers of a few are kept.

import Synchronization
import Wedge

/// Reads the keystrokes of a scan on the layouts that scanners are commonly set to.
public final class LayoutReaders: Sendable {
  private static let capacity = 8

  private let library: LayoutLibrary
  private let readers = Mutex<[(profile: Profile, readers: [KeystrokeReader])]>([])

  /// Readers with the layouts of a library.
  public init(_ library: LayoutLibrary) { self.library = library }

  /// The data that keystrokes give on each common layout but their own, if they are a whole scan there.
  public func readings(of keystrokes: Keystrokes) -> [(layout: String, data: [UInt8])] {
    readers(for: keystrokes.profile).compactMap { reader in
      reader.data(of: keystrokes).map { (reader.profile.layout.name, $0) }
    }
  }

  private func readers(for profile: Profile) -> [KeystrokeReader] {
    readers.withLock { kept in
      if let known = kept.first(where: { $0.profile == profile }) { return known.readers }
      let made = Layout.common.filter { $0 != profile.layout.name }.compactMap { name in
        var other = profile
        guard let layout = try? library.layout(named: name) else { return nil as KeystrokeReader? }
        other.layout = layout
        return KeystrokeReader(other)
      }
      if kept.count == Self.capacity { kept.removeFirst() }
      kept.append((profile, made))
      return made
    }
  }
}
