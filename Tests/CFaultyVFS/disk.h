// SPDX-License-Identifier: Apache-2.0
//
// The declarations that disk.c and vfs.c share.

#ifndef SCAND_FAULTY_DISK_H
#define SCAND_FAULTY_DISK_H

#include <pthread.h>
#include <stddef.h>

#include "CFaultyVFS.h"

/// A change of a file, or of the directory.
enum step_kind { LINKED, UNLINKED, WRITTEN, TRUNCATED, SYNCED, SYNC_FAILED, DIRECTORY_SYNCED };

/// One step of the log.
struct step {
  enum step_kind kind;
  int file;
  int64_t offset;  // of a write; the new size of a truncation
  int64_t count;
  unsigned char *bytes;
};

/// A file, which may be without a name by now.
struct file {
  char *name;
  int64_t size;
  bool is_linked;
};

struct faulty_disk {
  struct faulty_disk *next;
  pthread_mutex_t mutex;
  int users;  // the test, and the files that are open
  char *directory;

  struct step *steps;
  long step_count, step_room;
  struct file *files;
  int file_count;

  unsigned fault_kinds, fault_variant;
  long fault_first, fault_count, calls, failures;
  char failure[64];
  int64_t quota;
  bool is_read_only;
  int checkpoint_pages;
  void *connection;
};

/// The attached disk that a path is on, with one user more; NULL if it is on none.
faulty_disk *disk_of(const char *path);

/// One user less; the last one takes the disk with it.
void disk_release(faulty_disk *disk);

/// The file of this name, which is created if `exists` says that it is a new one.
int disk_link(faulty_disk *disk, const char *name, bool exists);

/// Adds a step to the log.
void disk_log(
    faulty_disk *disk, enum step_kind kind, int file, int64_t offset, int64_t count,
    const void *bytes);

/// The name of this file is gone.
void disk_unlink(faulty_disk *disk, const char *name);

/// True if this call is to fail; counts it.
bool disk_fails(faulty_disk *disk, unsigned kind, const char *what);

/// True if nothing may be written.
bool disk_is_read_only(faulty_disk *disk);

/// True if a file must not grow to `size`.
bool disk_is_full(faulty_disk *disk, int file, int64_t size);

/// The part of a path behind the last slash.
const char *name_of(const char *path);

/// Puts the VFS before the default one, once.
void vfs_register(void);

#endif
