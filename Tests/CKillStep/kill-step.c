// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "kill-step.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The tests' own program is linked with the other library of this kind, which has some of these too.
#define SHADOW __attribute__((weak))

static atomic_long steps;

/// Appends to a file that the environment names. The calls go to the kernel directly: they do not count.
static void tell(const char *variable, const char *text, int flags) {
  const char *path = getenv(variable);
  if (!path) return;
  long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | flags, 0666);
  if (fd < 0) return;
  syscall(SYS_write, fd, text, strlen(text));
  syscall(SYS_close, fd);
}

__attribute__((destructor)) static void tell_count(void) {
  char text[32];
  snprintf(text, sizeof text, "%ld\n", atomic_load(&steps));
  tell("KILL_STEP_COUNT", text, O_TRUNC);
}

static void step(const char *call, const char *path) {
  const char *armed = getenv("KILL_STEP_ARMED");
  if (armed && syscall(SYS_faccessat, AT_FDCWD, armed, F_OK) != 0) return;
  long number = atomic_fetch_add(&steps, 1) + 1;
  char text[512];
  snprintf(text, sizeof text, "%ld %s %s\n", number, call, path ? path : "");
  tell("KILL_STEP_LOG", text, O_APPEND);
  const char *at = getenv("KILL_STEP_AT");
  if (at && number == atol(at)) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
  }
}

/// A call on a descriptor: pipes, sockets and terminals are no files.
static void step_of(const char *call, int fd) {
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) step(call, NULL);
}

#define NEXT(type, name, ...)                                    \
  static type (*next)(__VA_ARGS__);                              \
  if (!next) next = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define OPEN(name)                                               \
  SHADOW int name(const char *path, int flags, ...) {                   \
    va_list rest;                                                \
    va_start(rest, flags);                                       \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                \
    NEXT(int, #name, const char *, int, ...);                    \
    if (flags & (O_CREAT | O_TRUNC)) step(#name, path);          \
    return next(path, flags, mode);                              \
  }

#define OPENAT(name)                                             \
  SHADOW int name(int folder, const char *path, int flags, ...) {       \
    va_list rest;                                                \
    va_start(rest, flags);                                       \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                \
    NEXT(int, #name, int, const char *, int, ...);               \
    if (flags & (O_CREAT | O_TRUNC)) step(#name, path);          \
    return next(folder, path, flags, mode);                      \
  }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

SHADOW ssize_t write(int fd, const void *bytes, size_t count) {
  NEXT(ssize_t, "write", int, const void *, size_t);
  step_of("write", fd);
  return next(fd, bytes, count);
}

SHADOW ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
  step_of("pwrite", fd);
  return next(fd, bytes, count, offset);
}

SHADOW ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  step_of("pwrite64", fd);
  return next(fd, bytes, count, offset);
}

SHADOW int ftruncate(int fd, off_t length) {
  NEXT(int, "ftruncate", int, off_t);
  step_of("ftruncate", fd);
  return next(fd, length);
}

SHADOW int ftruncate64(int fd, off64_t length) {
  NEXT(int, "ftruncate64", int, off64_t);
  step_of("ftruncate64", fd);
  return next(fd, length);
}

SHADOW int fsync(int fd) {
  NEXT(int, "fsync", int);
  step_of("fsync", fd);
  return next(fd);
}

SHADOW int fdatasync(int fd) {
  NEXT(int, "fdatasync", int);
  step_of("fdatasync", fd);
  return next(fd);
}

SHADOW int fchmod(int fd, mode_t mode) {
  NEXT(int, "fchmod", int, mode_t);
  step_of("fchmod", fd);
  return next(fd, mode);
}

SHADOW int fchown(int fd, uid_t user, gid_t group) {
  NEXT(int, "fchown", int, uid_t, gid_t);
  step_of("fchown", fd);
  return next(fd, user, group);
}

#define PATH1(name)                                              \
  SHADOW int name(const char *path) {                                   \
    NEXT(int, #name, const char *);                              \
    step(#name, path);                                           \
    return next(path);                                           \
  }

PATH1(unlink)
PATH1(rmdir)

SHADOW int unlinkat(int folder, const char *path, int flags) {
  NEXT(int, "unlinkat", int, const char *, int);
  step("unlinkat", path);
  return next(folder, path, flags);
}

SHADOW int mkdir(const char *path, mode_t mode) {
  NEXT(int, "mkdir", const char *, mode_t);
  step("mkdir", path);
  return next(path, mode);
}

SHADOW int mkdirat(int folder, const char *path, mode_t mode) {
  NEXT(int, "mkdirat", int, const char *, mode_t);
  step("mkdirat", path);
  return next(folder, path, mode);
}

SHADOW int chmod(const char *path, mode_t mode) {
  NEXT(int, "chmod", const char *, mode_t);
  step("chmod", path);
  return next(path, mode);
}

SHADOW int chown(const char *path, uid_t user, gid_t group) {
  NEXT(int, "chown", const char *, uid_t, gid_t);
  step("chown", path);
  return next(path, user, group);
}

#define PATH2(name)                                              \
  SHADOW int name(const char *path, const char *target) {               \
    NEXT(int, #name, const char *, const char *);                \
    step(#name, path);                                           \
    return next(path, target);                                   \
  }

PATH2(rename)
PATH2(link)

#define PATH2AT(name)                                            \
  SHADOW int name(int from, const char *path, int to, const char *target) { \
    NEXT(int, #name, int, const char *, int, const char *);      \
    step(#name, path);                                           \
    return next(from, path, to, target);                         \
  }

PATH2AT(renameat)
