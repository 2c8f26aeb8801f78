// SPDX-License-Identifier: Apache-2.0
//
// A SQLite VFS for tests. It puts itself before the default one and leaves every file alone but
// those in a directory that was attached as a "faulty disk". Of these it keeps a log of all that
// was written, synced, created and deleted; it can say what a real disk could hold if the power had
// gone before any step of that log; and it can make calls fail.
//
// The disk after a power loss, in this model. All that was written before a sync that succeeded is
// there. Of later writes, each sector of 512 bytes is there, or is not, or is garbled within the
// bytes that were to be written (SQLITE_IOCAP_POWERSAFE_OVERWRITE). A sync that failed settles what
// was written before it, one way or another: a later sync that succeeds does not bring it back,
// because the kernel may have forgotten it (fsync(2), EIO). Names of files are there after a sync
// of the directory; a sync of the file is not enough. The -shm is no part of it, for SQLite
// rebuilds it.

#ifndef SCAND_CFAULTYVFS_H
#define SCAND_CFAULTYVFS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct faulty_disk faulty_disk;

/// The calls that can fail, as bits.
enum {
  FAULTY_OPEN = 1 << 0,
  FAULTY_READ = 1 << 1,
  FAULTY_WRITE = 1 << 2,
  FAULTY_SYNC = 1 << 3,
  FAULTY_TRUNCATE = 1 << 4,
  FAULTY_SIZE = 1 << 5,
  FAULTY_LOCK = 1 << 6,
  FAULTY_SHM_MAP = 1 << 7,
  FAULTY_SHM_LOCK = 1 << 8,
  FAULTY_DELETE = 1 << 9,
  FAULTY_ACCESS = 1 << 10,
  FAULTY_ANY = (1 << 11) - 1,
};

/// The fate of writes that no sync has confirmed.
typedef enum {
  FAULTY_NONE_KEPT,
  FAULTY_ALL_KEPT,
  FAULTY_SOME_KEPT,
} faulty_fate;

/// Makes a directory a faulty disk; the files in it are taken to be durable. NULL if it cannot be.
faulty_disk *faulty_disk_attach(const char *directory);

/// Lets go of it; files that are still open go on as before.
void faulty_disk_detach(faulty_disk *disk);

/// The number of writes, truncations, syncs, creations and deletions so far.
long faulty_disk_steps(faulty_disk *disk);

/// Writes the files that the disk could hold if the power had gone before `step` (counted from 0)
/// into another directory. The same seed gives the same files. 0, or an errno.
int faulty_disk_image(
    faulty_disk *disk, long step, faulty_fate fate, uint64_t seed, const char *directory);

/// Makes calls of these kinds fail from the `first` one from now on (counted from 1), `count` of
/// them. `variant` chooses among the errors that such a call can give.
void faulty_disk_fail(faulty_disk *disk, unsigned kinds, long first, long count, unsigned variant);

/// Makes calls succeed again.
void faulty_disk_heal(faulty_disk *disk);

/// The number of calls that can fail, made since `faulty_disk_fail`.
long faulty_disk_calls(faulty_disk *disk);

/// The number of calls that failed.
long faulty_disk_failures(faulty_disk *disk);

/// The last call that failed, in words; "" if none did.
const char *faulty_disk_failure(faulty_disk *disk);

/// Lets the files together grow to this many bytes; -1 lets them grow without bound.
void faulty_disk_set_quota(faulty_disk *disk, int64_t bytes);

/// Makes the disk read-only, as after a remount: writes fail, and files are opened for reading.
void faulty_disk_set_read_only(faulty_disk *disk, bool is_read_only);

/// Has connections that write checkpoint after so many pages (sqlite3_wal_autocheckpoint).
void faulty_disk_set_checkpoint(faulty_disk *disk, int pages);

/// The connection (sqlite3 *) that was opened last; for the thread that uses it.
void *faulty_disk_connection(faulty_disk *disk);

#endif
