// SPDX-License-Identifier: Apache-2.0

// A disk that hangs under one file, for programs that are linked with the C library dynamically.
//
// While the file $STALL_WHILE exists, calls that write or sync a file whose path has $STALL_PATH in
// it do not return.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static void await_disk(int descriptor)
{
  int saved = errno;
  const char *flag = getenv("STALL_WHILE"), *part = getenv("STALL_PATH");
  char link[64], path[4096];
  ssize_t length;

  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  if (flag && part && (length = readlink(link, path, sizeof path - 1)) > 0) {
    path[length] = 0;
    while (strstr(path, part) && access(flag, F_OK) == 0)
      nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  errno = saved;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int descriptor)
{
  await_disk(descriptor);
  return NEXT(fsync)(descriptor);
}

int fdatasync(int descriptor)
{
  await_disk(descriptor);
  return NEXT(fdatasync)(descriptor);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
  await_disk(descriptor);
  return NEXT(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset)
{
  await_disk(descriptor);
  return NEXT(pwrite64)(descriptor, bytes, count, offset);
}

int ftruncate(int descriptor, off_t length)
{
  await_disk(descriptor);
  return NEXT(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length)
{
  await_disk(descriptor);
  return NEXT(ftruncate64)(descriptor, length);
}
