// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CLinux.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int64_t clinux_event_time(const struct input_event *event) {
  return (int64_t)event->input_event_sec * 1000000 + (int64_t)event->input_event_usec;
}

int clinux_keys(int fd, unsigned char bits[CLINUX_KEY_BYTES]) {
  return ioctl(fd, EVIOCGBIT(EV_KEY, CLINUX_KEY_BYTES), bits);
}

int clinux_keys_down(int fd, unsigned char bits[CLINUX_KEY_BYTES]) {
  return ioctl(fd, EVIOCGKEY(CLINUX_KEY_BYTES), bits);
}

int clinux_lights(int fd, uint64_t *bits) {
  return ioctl(fd, EVIOCGLED(sizeof *bits), bits);
}

int clinux_grab(int fd, int wanted) {
  return ioctl(fd, EVIOCGRAB, (void *)(intptr_t)wanted);
}

int clinux_set_clock(int fd, int clock) {
  return ioctl(fd, EVIOCSCLOCKID, &clock);
}

int clinux_set_event_types(int fd, unsigned long types) {
  // In the mask of type 0 the bits are not codes of EV_SYN but event types. The kernel takes whole
  // longs only (EINVAL).
  struct input_mask mask = {
    .type = EV_SYN, .codes_size = sizeof types, .codes_ptr = (uintptr_t)&types};
  return ioctl(fd, EVIOCSMASK, &mask);
}

int clinux_open_path(int directory, const char *name) {
  return openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

int clinux_set_group(gid_t group) {
  return setresgid(group, group, group);
}

int clinux_set_user(uid_t user) {
  return setresuid(user, user, user);
}

ssize_t clinux_send_datagram(
  int socket, const struct sockaddr *address, socklen_t address_length, const void *bytes,
  size_t count, int passed) {
  struct iovec text = {.iov_base = (void *)bytes, .iov_len = count};
  struct msghdr message = {
    .msg_name = (void *)address, .msg_namelen = address_length, .msg_iov = &text, .msg_iovlen = 1};
  // A union, so that the room for the descriptor is aligned as its header has to be: cmsg(3).
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {0};
  if (passed >= 0) {
    control.header = (struct cmsghdr){
      .cmsg_len = CMSG_LEN(sizeof passed), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), &passed, sizeof passed);
    message.msg_control = &control;
    message.msg_controllen = sizeof control.room;
  }
  return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}
