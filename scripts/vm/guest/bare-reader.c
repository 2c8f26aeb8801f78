// SPDX-License-Identifier: Apache-2.0
//
// The simplest reader of scanners there can be: what it loses, no program can keep.
//
//     bare-reader PRIORITY NAME
//
// Grabs every input device whose name begins with NAME, says "ready", and does nothing but read, at
// SCHED_FIFO with that priority, until standard input ends. Then it says how many Enter keys it
// read and how often the kernel dropped events because its buffer was full (SYN_DROPPED).
#include <dirent.h>
#include <fcntl.h>
#include <linux/input.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

static long enters, drops;

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) perror("epoll_ctl"), exit(1);
}

/// The same mask as the daemon's: no EV_MSC, so that the buffer holds as many keys.
static void mask_all_but_keys(int fd) {
  uint32_t types = 1 << EV_SYN | 1 << EV_KEY | 1 << EV_LED;
  struct input_mask mask = {.type = 0, .codes_size = sizeof types, .codes_ptr = (uintptr_t)&types};
  ioctl(fd, EVIOCSMASK, &mask);
}

static int open_all(int epoll, const char *prefix) {
  DIR *directory = opendir("/dev/input");
  int count = 0;
  for (struct dirent *entry; directory && (entry = readdir(directory));) {
    char path[300], name[256] = "";
    if (strncmp(entry->d_name, "event", 5)) continue;
    snprintf(path, sizeof path, "/dev/input/%s", entry->d_name);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) continue;
    ioctl(fd, EVIOCGNAME(sizeof name), name);
    if (strncmp(name, prefix, strlen(prefix)) || ioctl(fd, EVIOCGRAB, 1)) {
      close(fd);
      continue;
    }
    mask_all_but_keys(fd);
    watch(epoll, fd);
    count++;
  }
  return count;
}

static void read_all(int fd) {
  struct input_event events[64];
  ssize_t size;
  while ((size = read(fd, events, sizeof events)) > 0)
    for (struct input_event *e = events; e < events + size / sizeof *events; e++) {
      if (e->type == EV_SYN && e->code == SYN_DROPPED) drops++;
      if (e->type == EV_KEY && e->code == KEY_ENTER && e->value == 1) enters++;
    }
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  struct sched_param parameters = {.sched_priority = atoi(arguments[1])};
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, STDIN_FILENO);
  int devices = open_all(epoll, arguments[2]);
  if (sched_setscheduler(0, SCHED_FIFO, &parameters)) perror("SCHED_FIFO"), exit(1);
  printf("ready %d\n", devices);
  fflush(stdout);
  for (struct epoll_event event; epoll_wait(epoll, &event, 1, -1) >= 0;) {
    if (event.data.fd == STDIN_FILENO) break;
    read_all(event.data.fd);
  }
  printf("enters=%ld drops=%ld\n", enters, drops);
  return 0;
}
