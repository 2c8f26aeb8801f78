// SPDX-License-Identifier: Apache-2.0
//
// The contents that a disk could have if the power had gone: the log is played up to a step, and
// writes that no sync had confirmed are kept, lost or garbled by sectors.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disk.h"

enum { SECTOR = 512 };

struct content {
  unsigned char *bytes;
  int64_t size, room;
  const struct step **pending;
  int pending_count, pending_room;
  bool is_linked;
};

struct image {
  struct content *files;
  const struct step **names;  // pending
  int name_count, name_room;
  faulty_fate fate;
  uint64_t random;
  int kept, garbled;  // of 100 sectors
};

// SplitMix64.
static uint64_t next_random(struct image *image) {
  uint64_t value = image->random += 0x9E3779B97F4A7C15u;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
  value = (value ^ value >> 27) * 0x94D049BB133111EBu;
  return value ^ value >> 31;
}

static bool chance(struct image *image, int percent) {
  return (int)(next_random(image) % 100) < percent;
}

static void push(const struct step ***list, int *count, int *room, const struct step *step) {
  if (*count == *room) {
    *room = *room ? *room * 2 : 64;
    *list = realloc(*list, (size_t)*room * sizeof **list);
    if (!*list) abort();
  }
  (*list)[(*count)++] = step;
}

static void resize(struct content *content, int64_t size) {
  if (size > content->room) {
    content->room = size * 2;
    content->bytes = realloc(content->bytes, (size_t)content->room);
    if (!content->bytes) abort();
  }
  if (size > content->size) {
    memset(content->bytes + content->size, 0, (size_t)(size - content->size));
  }
  content->size = size;
}

static void put(
    struct content *content, int64_t offset, const unsigned char *bytes, int64_t count) {
  if (offset + count > content->size) resize(content, offset + count);
  memcpy(content->bytes + offset, bytes, (size_t)count);
}

static void put_garbage(
    struct image *image, struct content *content, int64_t offset, int64_t count) {
  if (offset + count > content->size) resize(content, offset + count);
  unsigned char *bytes = content->bytes + offset;
  for (int64_t i = 0; i < count; i++) bytes[i] = (unsigned char)next_random(image);
}

// A write of which each sector has its own fate.
static void tear(struct image *image, struct content *content, const struct step *step) {
  int64_t at = 0;
  while (at < step->count) {
    int64_t offset = step->offset + at;
    int64_t count = SECTOR - offset % SECTOR;
    if (count > step->count - at) count = step->count - at;
    if (chance(image, image->garbled)) {
      put_garbage(image, content, offset, count);
    } else if (chance(image, image->kept)) {
      put(content, offset, step->bytes + at, count);
    } else if (offset + count > content->size && chance(image, 50)) {
      resize(content, offset + count);  // The size came through, the bytes did not.
    }
    at += count;
  }
}

static void apply(struct content *content, const struct step *step) {
  if (step->kind == WRITTEN) put(content, step->offset, step->bytes, step->count);
  if (step->kind == TRUNCATED) resize(content, step->offset);
}

// The fate of pending writes when the power goes, or when a sync fails.
static void settle(struct image *image, struct content *content) {
  for (int i = 0; i < content->pending_count; i++) {
    const struct step *step = content->pending[i];
    if (image->fate == FAULTY_ALL_KEPT) {
      apply(content, step);
    } else if (image->fate == FAULTY_SOME_KEPT) {
      if (step->kind == WRITTEN) tear(image, content, step);
      else if (chance(image, image->kept)) apply(content, step);
    }
  }
  content->pending_count = 0;
}

static void confirm(struct content *content) {
  for (int i = 0; i < content->pending_count; i++) apply(content, content->pending[i]);
  content->pending_count = 0;
}

static void name(struct image *image, const faulty_disk *disk, const struct step *step) {
  const char *changed = disk->files[step->file].name;
  for (int i = 0; i < disk->file_count; i++) {
    if (strcmp(disk->files[i].name, changed) == 0) image->files[i].is_linked = false;
  }
  image->files[step->file].is_linked = step->kind == LINKED;
}

static void settle_names(struct image *image, const faulty_disk *disk, bool is_synced) {
  for (int i = 0; i < image->name_count; i++) {
    bool is_kept = is_synced || image->fate == FAULTY_ALL_KEPT ||
                   (image->fate == FAULTY_SOME_KEPT && chance(image, image->kept));
    if (is_kept) name(image, disk, image->names[i]);
  }
  image->name_count = 0;
}

static void play(struct image *image, const faulty_disk *disk, long end) {
  for (const struct step *step = disk->steps; step < disk->steps + end; step++) {
    struct content *content = step->file < 0 ? NULL : &image->files[step->file];
    switch (step->kind) {
      case LINKED:
      case UNLINKED:
        push(&image->names, &image->name_count, &image->name_room, step);
        break;
      case WRITTEN:
      case TRUNCATED:
        push(&content->pending, &content->pending_count, &content->pending_room, step);
        break;
      case SYNCED: confirm(content); break;
      case SYNC_FAILED: settle(image, content); break;
      case DIRECTORY_SYNCED: settle_names(image, disk, true); break;
    }
  }
  for (int i = 0; i < disk->file_count; i++) settle(image, &image->files[i]);
  settle_names(image, disk, false);
}

static int write_file(const struct content *content, const char *directory, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *stream = fopen(path, "wb");
  if (!stream) return errno;
  size_t size = (size_t)content->size;
  bool is_whole = size == 0 || fwrite(content->bytes, 1, size, stream) == size;
  return fclose(stream) == 0 && is_whole ? 0 : errno;
}

// A memory of the log that is left from before is worth nothing: SQLite must not believe it.
static int write_memory(struct image *image, const char *directory) {
  struct content memory = {0};
  put_garbage(image, &memory, 0, 32768);
  int code = write_file(&memory, directory, "journal.db-shm");
  free(memory.bytes);
  return code;
}

int faulty_disk_image(
    faulty_disk *disk, long step, faulty_fate fate, uint64_t seed, const char *directory) {
  static const int kept[] = {0, 10, 50, 90, 100}, garbled[] = {0, 0, 5, 30};
  struct image image = {.fate = fate, .random = seed};
  image.kept = kept[next_random(&image) % 5];
  image.garbled = garbled[next_random(&image) % 4];
  pthread_mutex_lock(&disk->mutex);
  image.files = calloc((size_t)disk->file_count + 1, sizeof *image.files);
  if (!image.files) abort();
  play(&image, disk, step < disk->step_count ? step : disk->step_count);
  int code = 0;
  for (int i = 0; i < disk->file_count; i++) {
    if (code == 0 && image.files[i].is_linked) {
      code = write_file(&image.files[i], directory, disk->files[i].name);
    }
    free(image.files[i].bytes);
    free(image.files[i].pending);
  }
  pthread_mutex_unlock(&disk->mutex);
  if (code == 0 && fate == FAULTY_SOME_KEPT && chance(&image, 50)) {
    code = write_memory(&image, directory);
  }
  free(image.files);
  free(image.names);
  return code;
}
