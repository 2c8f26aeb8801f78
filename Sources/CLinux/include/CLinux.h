// SPDX-License-Identifier: Apache-2.0
//
// The headers of Linux that Swift's own C library module leaves out, and as functions the macros of
// linux/input.h that Swift cannot import. No logic.
//
// Every function returns what the system call returns: -1 with errno set when it fails.

#ifndef SCAND_CLINUX_H
#define SCAND_CLINUX_H

#include <linux/input.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/timex.h>

/// The length in bytes of a set of keys: one bit for each code up to KEY_MAX.
enum { CLINUX_KEY_BYTES = (KEY_CNT + 7) / 8 };

/// mlockall(2): every page, now and later, from when it is first touched.
enum { CLINUX_LOCK_WHAT_IS_TOUCHED = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT };

/// The time of an event in microseconds; its fields have other names where time_t is not a long.
int64_t clinux_event_time(const struct input_event *event);

/// ioctl(EVIOCGBIT(EV_KEY)): the keys that a device has.
int clinux_keys(int fd, unsigned char bits[CLINUX_KEY_BYTES]);

/// ioctl(EVIOCGKEY): the keys that are down. The kernel discards the key events that wait to be read.
int clinux_keys_down(int fd, unsigned char bits[CLINUX_KEY_BYTES]);

/// ioctl(EVIOCGLED): the lights that are on, one bit for each LED_ code.
int clinux_lights(int fd, uint64_t *bits);

/// ioctl(EVIOCGRAB): takes the device's events for this descriptor alone, or gives them back.
int clinux_grab(int fd, int wanted);

/// ioctl(EVIOCSCLOCKID): the clock of the events' times. What waits to be read becomes SYN_DROPPED.
int clinux_set_clock(int fd, int clock);

/// ioctl(EVIOCSMASK): of all event types only those whose bit is set are put into the queue.
int clinux_set_event_types(int fd, unsigned long types);

/// openat(2) with O_PATH, O_NOFOLLOW and O_CLOEXEC: a descriptor that only stands for a file, or for a link itself.
int clinux_open_path(int directory, const char *name);

/// setresgid(2): the real, the effective and the saved group.
int clinux_set_group(gid_t group);

/// setresuid(2): the real, the effective and the saved user, and with root's its rights.
int clinux_set_user(uid_t user);

/// sendmsg(2) of a datagram, with a descriptor beside it (SCM_RIGHTS) unless `passed` is -1. Never waits.
ssize_t clinux_send_datagram(
  int socket, const struct sockaddr *address, socklen_t address_length, const void *bytes,
  size_t count, int passed);

#endif
