// SPDX-License-Identifier: Apache-2.0
//
// The log of a faulty disk and its faults.

#include "disk.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static pthread_mutex_t list_mutex = PTHREAD_MUTEX_INITIALIZER;
static faulty_disk *list;

const char *name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool is_in(const faulty_disk *disk, const char *path) {
  size_t length = strlen(disk->directory);
  return strncmp(path, disk->directory, length) == 0 && path[length] == '/' &&
         !strchr(path + length + 1, '/');
}

faulty_disk *disk_of(const char *path) {
  if (!path) return NULL;
  pthread_mutex_lock(&list_mutex);
  faulty_disk *disk = list;
  while (disk && !is_in(disk, path)) disk = disk->next;
  if (disk) disk->users++;
  pthread_mutex_unlock(&list_mutex);
  return disk;
}

void disk_release(faulty_disk *disk) {
  pthread_mutex_lock(&list_mutex);
  bool is_last = --disk->users == 0;
  pthread_mutex_unlock(&list_mutex);
  if (!is_last) return;
  for (long i = 0; i < disk->step_count; i++) free(disk->steps[i].bytes);
  for (int i = 0; i < disk->file_count; i++) free(disk->files[i].name);
  free(disk->steps);
  free(disk->files);
  free(disk->directory);
  pthread_mutex_destroy(&disk->mutex);
  free(disk);
}

// Takes what is in a file into the log.
static bool load(faulty_disk *disk, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", disk->directory, name);
  FILE *stream = fopen(path, "rb");
  if (!stream) return false;
  int file = disk_link(disk, name, false);
  char bytes[65536];
  int64_t offset = 0;
  for (size_t count; (count = fread(bytes, 1, sizeof bytes, stream)) > 0; offset += count) {
    disk_log(disk, WRITTEN, file, offset, (int64_t)count, bytes);
  }
  disk_log(disk, SYNCED, file, 0, 0, NULL);
  return fclose(stream) == 0;
}

static bool load_all(faulty_disk *disk) {
  DIR *directory = opendir(disk->directory);
  if (!directory) return false;
  bool is_loaded = true;
  for (struct dirent *entry; is_loaded && (entry = readdir(directory));) {
    bool is_memory = strstr(entry->d_name, "-shm") != NULL;
    if (entry->d_type == DT_REG && !is_memory) is_loaded = load(disk, entry->d_name);
  }
  closedir(directory);
  disk_log(disk, DIRECTORY_SYNCED, -1, 0, 0, NULL);
  return is_loaded;
}

faulty_disk *faulty_disk_attach(const char *directory) {
  vfs_register();
  faulty_disk *disk = calloc(1, sizeof *disk);
  char *path = realpath(directory, NULL);
  if (!disk || !path) abort();
  disk->directory = path;
  disk->users = 1;
  disk->quota = -1;
  pthread_mutex_init(&disk->mutex, NULL);
  if (!load_all(disk)) {
    disk_release(disk);
    return NULL;
  }
  pthread_mutex_lock(&list_mutex);
  disk->next = list;
  list = disk;
  pthread_mutex_unlock(&list_mutex);
  return disk;
}

void faulty_disk_detach(faulty_disk *disk) {
  pthread_mutex_lock(&list_mutex);
  faulty_disk **link = &list;
  while (*link && *link != disk) link = &(*link)->next;
  if (*link) *link = disk->next;
  pthread_mutex_unlock(&list_mutex);
  disk_release(disk);
}

static void add_step(faulty_disk *disk, struct step step, const void *bytes) {
  if (disk->step_count == disk->step_room) {
    disk->step_room = disk->step_room ? disk->step_room * 2 : 256;
    disk->steps = realloc(disk->steps, (size_t)disk->step_room * sizeof *disk->steps);
    if (!disk->steps) abort();
  }
  if (bytes) {
    step.bytes = malloc((size_t)step.count);
    if (!step.bytes) abort();
    memcpy(step.bytes, bytes, (size_t)step.count);
  }
  disk->steps[disk->step_count++] = step;
}

void disk_log(
    faulty_disk *disk, enum step_kind kind, int file, int64_t offset, int64_t count,
    const void *bytes) {
  pthread_mutex_lock(&disk->mutex);
  struct step step = {.kind = kind, .file = file, .offset = offset, .count = count};
  add_step(disk, step, bytes);
  if (kind == WRITTEN && offset + count > disk->files[file].size) {
    disk->files[file].size = offset + count;
  }
  if (kind == TRUNCATED) disk->files[file].size = offset;
  pthread_mutex_unlock(&disk->mutex);
}

static int linked(const faulty_disk *disk, const char *name) {
  for (int i = 0; i < disk->file_count; i++) {
    if (disk->files[i].is_linked && strcmp(disk->files[i].name, name) == 0) return i;
  }
  return -1;
}

static void unlink_file(faulty_disk *disk, int file) {
  disk->files[file].is_linked = false;
  add_step(disk, (struct step){.kind = UNLINKED, .file = file}, NULL);
}

int disk_link(faulty_disk *disk, const char *name, bool exists) {
  pthread_mutex_lock(&disk->mutex);
  int file = linked(disk, name);
  // Somebody removed or renamed it without SQLite.
  if (file >= 0 && !exists) unlink_file(disk, file);
  if (file < 0 || !exists) {
    file = disk->file_count++;
    disk->files = realloc(disk->files, (size_t)disk->file_count * sizeof *disk->files);
    if (!disk->files) abort();
    disk->files[file] = (struct file){.name = strdup(name), .is_linked = true};
    add_step(disk, (struct step){.kind = LINKED, .file = file}, NULL);
  }
  pthread_mutex_unlock(&disk->mutex);
  return file;
}

void disk_unlink(faulty_disk *disk, const char *name) {
  pthread_mutex_lock(&disk->mutex);
  int file = linked(disk, name);
  if (file >= 0) unlink_file(disk, file);
  pthread_mutex_unlock(&disk->mutex);
}

bool disk_fails(faulty_disk *disk, unsigned kind, const char *what) {
  pthread_mutex_lock(&disk->mutex);
  bool fails = false;
  if (disk->fault_kinds & kind) {
    disk->calls++;
    fails = disk->calls >= disk->fault_first && disk->calls - disk->fault_first < disk->fault_count;
  }
  if (fails) {
    disk->failures++;
    snprintf(disk->failure, sizeof disk->failure, "%s", what);
  }
  pthread_mutex_unlock(&disk->mutex);
  return fails;
}

bool disk_is_full(faulty_disk *disk, int file, int64_t size) {
  pthread_mutex_lock(&disk->mutex);
  int64_t sum = size;
  for (int i = 0; i < disk->file_count; i++) {
    if (i != file && disk->files[i].is_linked) sum += disk->files[i].size;
  }
  bool is_full = disk->quota >= 0 && size > disk->files[file].size && sum > disk->quota;
  pthread_mutex_unlock(&disk->mutex);
  return is_full;
}

// Getters and setters: each is one access under the mutex.
#define LOCKED(statement) \
  pthread_mutex_lock(&disk->mutex); \
  statement; \
  pthread_mutex_unlock(&disk->mutex)

long faulty_disk_steps(faulty_disk *disk) {
  LOCKED(long count = disk->step_count);
  return count;
}

void faulty_disk_fail(
    faulty_disk *disk, unsigned kinds, long first, long count, unsigned variant) {
  LOCKED({
    disk->fault_kinds = kinds;
    disk->fault_first = first;
    disk->fault_count = count;
    disk->fault_variant = variant;
    disk->calls = 0;
  });
}

void faulty_disk_heal(faulty_disk *disk) {
  LOCKED(disk->fault_count = 0);
}

long faulty_disk_calls(faulty_disk *disk) {
  LOCKED(long count = disk->calls);
  return count;
}

long faulty_disk_failures(faulty_disk *disk) {
  LOCKED(long count = disk->failures);
  return count;
}

const char *faulty_disk_failure(faulty_disk *disk) {
  return disk->failure;
}

void faulty_disk_set_quota(faulty_disk *disk, int64_t bytes) {
  LOCKED(disk->quota = bytes);
}

void faulty_disk_set_read_only(faulty_disk *disk, bool is_read_only) {
  LOCKED(disk->is_read_only = is_read_only);
}

bool disk_is_read_only(faulty_disk *disk) {
  LOCKED(bool is_read_only = disk->is_read_only);
  return is_read_only;
}

void faulty_disk_set_checkpoint(faulty_disk *disk, int pages) {
  LOCKED(disk->checkpoint_pages = pages);
}

void *faulty_disk_connection(faulty_disk *disk) {
  LOCKED(void *connection = disk->connection);
  return connection;
}
