// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "stuck-disk.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static void wait_while_stuck(int fd) {
  const char *control = getenv("STUCK_DISK_CONTROL");
  const char *part = getenv("STUCK_DISK_NAME");
  char name[64];
  char path[4096];
  if (!control || !part || access(control, F_OK) != 0) return;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (!strstr(path, part)) return;
  while (access(control, F_OK) == 0) usleep(10000);
}

int fsync(int fd) {
  static int (*next)(int);
  if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_while_stuck(fd);
  return next(fd);
}

int fdatasync(int fd) {
  static int (*next)(int);
  if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_while_stuck(fd);
  return next(fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*next)(int, const void *, size_t, off_t);
  if (!next) next = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  wait_while_stuck(fd);
  return next(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  if (!next) next = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  wait_while_stuck(fd);
  return next(fd, bytes, count, offset);
}
