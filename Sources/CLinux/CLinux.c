// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

#include <sys/ioctl.h>

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
