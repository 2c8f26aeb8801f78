// SPDX-License-Identifier: Apache-2.0

import SystemCalls

extension POSIXThread {
  /// A thread of the journal, which waits for the disk.
  static func ofJournal(_ body: @escaping () -> Void) throws(JournalError) -> POSIXThread {
    do throws(SystemCallError) {
      return try POSIXThread(body)
    } catch {
      throw .system(error)
    }
  }
}
