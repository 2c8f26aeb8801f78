// SPDX-License-Identifier: Apache-2.0
//
// The VFS itself: calls on files of a faulty disk are logged, or fail, and go on to the VFS that
// was the default before.

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "disk.h"

/// An open file; the real one stands behind it in memory.
struct faulty_file {
  sqlite3_file base;
  faulty_disk *disk;
  int file;
  bool is_new;  // its first sync is to sync the directory, too
  void *connection;
};

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

static struct faulty_file *faulty(sqlite3_file *file) { return (struct faulty_file *)file; }

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)(faulty(file) + 1); }

static bool fails(sqlite3_file *file, unsigned kind, const char *what) {
  return disk_fails(faulty(file)->disk, kind, what);
}

// One of the two errors that a call can give.
static int one_of(const faulty_disk *disk, int code, int other) {
  return disk->fault_variant % 2 ? other : code;
}

static int faulty_close(sqlite3_file *file) {
  int code = real(file)->pMethods->xClose(real(file));
  disk_release(faulty(file)->disk);
  return code;
}

static int faulty_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  if (fails(file, FAULTY_READ, "read")) return SQLITE_IOERR_READ;
  return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int write_real(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  int code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
  if (code == SQLITE_OK) {
    disk_log(faulty(file)->disk, WRITTEN, faulty(file)->file, offset, count, bytes);
  }
  return code;
}

static int faulty_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  faulty_disk *disk = faulty(file)->disk;
  if (disk_is_read_only(disk)) return SQLITE_IOERR_WRITE;
  if (disk_is_full(disk, faulty(file)->file, offset + count)) return SQLITE_FULL;
  if (!fails(file, FAULTY_WRITE, "write")) return write_real(file, bytes, count, offset);
  // A call that fails may have been done by half.
  if (count > 1) write_real(file, bytes, count / 2, offset);
  return one_of(disk, SQLITE_IOERR_WRITE, SQLITE_FULL);
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
  faulty_disk *disk = faulty(file)->disk;
  if (disk_is_read_only(disk) || fails(file, FAULTY_TRUNCATE, "truncate")) {
    return SQLITE_IOERR_TRUNCATE;
  }
  int code = real(file)->pMethods->xTruncate(real(file), size);
  if (code == SQLITE_OK) disk_log(disk, TRUNCATED, faulty(file)->file, size, 0, NULL);
  return code;
}

static int faulty_sync(sqlite3_file *file, int flags) {
  faulty_disk *disk = faulty(file)->disk;
  if (fails(file, FAULTY_SYNC, "sync")) {
    disk_log(disk, SYNC_FAILED, faulty(file)->file, 0, 0, NULL);
    return one_of(disk, SQLITE_IOERR_FSYNC, SQLITE_FULL);
  }
  // The real disk need not be waited for, but whether the directory is synced must be seen.
  if (faulty(file)->is_new) {
    int code = real(file)->pMethods->xSync(real(file), flags);
    if (code != SQLITE_OK) return code;
    faulty(file)->is_new = false;
  }
  disk_log(disk, SYNCED, faulty(file)->file, 0, 0, NULL);
  return SQLITE_OK;
}

static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) {
  if (fails(file, FAULTY_SIZE, "size")) return SQLITE_IOERR_FSTAT;
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int faulty_lock(sqlite3_file *file, int level) {
  if (fails(file, FAULTY_LOCK, "lock")) {
    return one_of(faulty(file)->disk, SQLITE_IOERR_LOCK, SQLITE_BUSY);
  }
  return real(file)->pMethods->xLock(real(file), level);
}

static int faulty_unlock(sqlite3_file *file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}

static int faulty_check_lock(sqlite3_file *file, int *is_locked) {
  if (fails(file, FAULTY_LOCK, "check lock")) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  return real(file)->pMethods->xCheckReservedLock(real(file), is_locked);
}

static int faulty_control(sqlite3_file *file, int operation, void *argument) {
  faulty_disk *disk = faulty(file)->disk;
  if (operation == SQLITE_FCNTL_PDB) {
    disk->connection = faulty(file)->connection = *(sqlite3 **)argument;
  }
  // The last thing that is set on a connection that writes.
  if (operation == SQLITE_FCNTL_PERSIST_WAL && disk->checkpoint_pages > 0) {
    sqlite3_wal_autocheckpoint(faulty(file)->connection, disk->checkpoint_pages);
  }
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int faulty_sector_size(sqlite3_file *file) {
  return real(file)->pMethods->xSectorSize(real(file));
}

static int faulty_characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int faulty_shm_map(
    sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  if (fails(file, FAULTY_SHM_MAP, "map shared memory")) {
    *memory = NULL;
    return one_of(faulty(file)->disk, SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMSIZE);
  }
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}

static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  if (flags & SQLITE_SHM_LOCK && fails(file, FAULTY_SHM_LOCK, "lock shared memory")) {
    // A shared lock is in the way of exclusive ones only, which last for moments; where it is never
    // to be had SQLite tries for 10 s each time.
    bool is_exclusive = flags & SQLITE_SHM_EXCLUSIVE;
    return one_of(
      faulty(file)->disk, SQLITE_IOERR_SHMLOCK, is_exclusive ? SQLITE_BUSY : SQLITE_IOERR_SHMLOCK);
  }
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void faulty_shm_barrier(sqlite3_file *file) {
  real(file)->pMethods->xShmBarrier(real(file));
}

static int faulty_shm_unmap(sqlite3_file *file, int is_deleted) {
  return real(file)->pMethods->xShmUnmap(real(file), is_deleted);
}

// Version 2: without xFetch nothing is read through mmap(2).
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_check_lock,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector_size,
    .xDeviceCharacteristics = faulty_characteristics,
    .xShmMap = faulty_shm_map,
    .xShmLock = faulty_shm_lock,
    .xShmBarrier = faulty_shm_barrier,
    .xShmUnmap = faulty_shm_unmap,
};

static int open_on(
    faulty_disk *disk, const char *path, sqlite3_file *file, int flags, int *out_flags) {
  bool exists = access(path, F_OK) == 0;
  if (disk_is_read_only(disk)) {
    if (!exists) return SQLITE_CANTOPEN;
    flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    flags |= SQLITE_OPEN_READONLY;
  }
  if (disk_fails(disk, FAULTY_OPEN, "open")) return one_of(disk, SQLITE_CANTOPEN, SQLITE_IOERR);
  int code = real_vfs->xOpen(real_vfs, path, real(file), flags, out_flags);
  if (code != SQLITE_OK) return code;
  struct faulty_file *opened = faulty(file);
  opened->disk = disk;
  opened->file = disk_link(disk, name_of(path), exists);
  opened->is_new = !exists;
  opened->connection = NULL;
  file->pMethods = &methods;
  return SQLITE_OK;
}

static int faulty_open(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  faulty_disk *disk = disk_of(path);
  if (!disk) return real_vfs->xOpen(real_vfs, path, file, flags, out_flags);
  file->pMethods = NULL;
  int code = open_on(disk, path, file, flags, out_flags);
  if (code != SQLITE_OK) disk_release(disk);
  return code;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  (void)vfs;
  faulty_disk *disk = disk_of(path);
  if (!disk) return real_vfs->xDelete(real_vfs, path, sync_directory);
  int code = SQLITE_IOERR_DELETE;
  if (!disk_is_read_only(disk) && !disk_fails(disk, FAULTY_DELETE, "delete")) {
    disk_unlink(disk, name_of(path));
    code = real_vfs->xDelete(real_vfs, path, sync_directory);
  }
  disk_release(disk);
  return code;
}

static int faulty_access(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
  (void)vfs;
  faulty_disk *disk = disk_of(path);
  if (!disk) return real_vfs->xAccess(real_vfs, path, flags, answer);
  int code = SQLITE_IOERR_ACCESS;
  if (!disk_fails(disk, FAULTY_ACCESS, "access")) {
    code = real_vfs->xAccess(real_vfs, path, flags, answer);
  }
  disk_release(disk);
  return code;
}

// A name on a disk says that its directory is being synced.
static void log_directory_sync(const char *path) {
  faulty_disk *disk = disk_of(path);
  if (!disk) return;
  disk_log(disk, DIRECTORY_SYNCED, -1, 0, 0, NULL);
  disk_release(disk);
}

// The real VFS opens a directory for one purpose: to sync it.
static int (*real_open_directory)(const char *path, int *descriptor);

static int open_directory(const char *path, int *descriptor) {
  int code = real_open_directory(path, descriptor);
  if (code == SQLITE_OK) log_directory_sync(path);
  return code;
}

// The disk that a descriptor's file is on; `path` is what to call it there.
static faulty_disk *disk_of_descriptor(int descriptor, mode_t kind, char *path, size_t room) {
  struct stat status;
  char link[32];
  if (fstat(descriptor, &status) != 0 || (status.st_mode & S_IFMT) != kind) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, room - 3);
  if (length <= 0) return NULL;
  strcpy(path + length, kind == S_IFDIR ? "/." : "");
  return disk_of(path);
}

// Programs may write to files and sync them without SQLite, so these two stand in the place of the
// C library's.

/// fsync(2), logged for the files and the directory of a faulty disk.
int fsync(int descriptor) {
  char path[4096];
  faulty_disk *disk = disk_of_descriptor(descriptor, S_IFDIR, path, sizeof path);
  if (disk) {
    disk_log(disk, DIRECTORY_SYNCED, -1, 0, 0, NULL);
  } else if ((disk = disk_of_descriptor(descriptor, S_IFREG, path, sizeof path))) {
    disk_log(disk, SYNCED, disk_link(disk, name_of(path), true), 0, 0, NULL);
  }
  if (disk) disk_release(disk);
  return (int)syscall(SYS_fsync, descriptor);
}

/// pwrite(2), logged for the files of a faulty disk.
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  char path[4096];
  ssize_t written = syscall(SYS_pwrite64, descriptor, bytes, count, offset);
  faulty_disk *disk = disk_of_descriptor(descriptor, S_IFREG, path, sizeof path);
  if (disk && written > 0) {
    disk_log(disk, WRITTEN, disk_link(disk, name_of(path), true), offset, written, bytes);
  }
  if (disk) disk_release(disk);
  return written;
}

static void register_once(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  faulty_vfs = *real_vfs;
  faulty_vfs.zName = "scand-faulty";
  faulty_vfs.pNext = NULL;
  faulty_vfs.szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile;
  faulty_vfs.xOpen = faulty_open;
  faulty_vfs.xDelete = faulty_delete;
  faulty_vfs.xAccess = faulty_access;
  real_open_directory = (int (*)(const char *, int *))real_vfs->xGetSystemCall(
      real_vfs, "openDirectory");
  real_vfs->xSetSystemCall(real_vfs, "openDirectory", (sqlite3_syscall_ptr)open_directory);
  sqlite3_vfs_register(&faulty_vfs, 1);
}

void vfs_register(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, register_once);
}
