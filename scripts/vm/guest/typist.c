// SPDX-License-Identifier: Apache-2.0
//
// Scanners made of uinput(4) that type at a steady pace: for tests of who can read them.
//
//     typist MICROSECONDS SCANS GROUP:COUNT ...      (GROUP is one lower-case letter)
//
// Makes COUNT devices for each group, called "typist GROUP0", "typist GROUP1" and so on, and says
// "ready". After a line on standard input every device types SCANS labels, a character every
// MICROSECONDS: its press is one frame, its release another, half of that time later. Then it says
// how long a character really took; the devices are there until standard input ends.
//
// Label J of device I of group g is "gIxJJJJJJx" and the digits (I + J + k) % 10, 39 characters in
// all, then Enter. A real device's frames come by interrupt: the priority stands for that.
#include <fcntl.h>
#include <linux/uinput.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LENGTH = 39, PRIORITY = 80, DEVICES = 64 };

struct device {
  char group;
  int number, fd, scan, at, is_down;
};

static struct device devices[DEVICES];
static int device_count, scans;
static long long frame;  // from a press to its release and from that to the next press, in ns

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(long long moment) {
  struct timespec t = {moment / 1000000000, moment % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL)) {}
}

static int open_device(char group, int number) {
  struct uinput_setup setup = {.id = {BUS_USB, 0x0c2e, 0x0b61, 1}};
  int fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
  if (fd < 0) fail("/dev/uinput");
  snprintf(setup.name, sizeof setup.name, "typist %c%d", group, number);
  ioctl(fd, UI_SET_EVBIT, EV_KEY);
  ioctl(fd, UI_SET_EVBIT, EV_MSC);
  ioctl(fd, UI_SET_MSCBIT, MSC_SCAN);
  for (int key = KEY_ESC; key <= KEY_KPDOT; key++) ioctl(fd, UI_SET_KEYBIT, key);
  if (ioctl(fd, UI_DEV_SETUP, &setup) || ioctl(fd, UI_DEV_CREATE)) fail("uinput");
  return fd;
}

static char character(const struct device *device, int at) {
  char head[16];
  if (at == LENGTH) return '\n';
  int length = snprintf(head, sizeof head, "%c%dx%06dx", device->group, device->number,
                        device->scan);
  return at < length ? head[at] : '0' + (device->number + device->scan + at) % 10;
}

static int key_of(char c) {
  static const char rows[] = "??1234567890????qwertyuiop???\?asdfghjkl?????zxcvbnm";
  if (c == '\n') return KEY_ENTER;
  return (int)(strchr(rows, c) - rows);
}

static void write_frame(struct device *device) {
  int key = key_of(character(device, device->at));
  device->is_down = !device->is_down;
  struct input_event frame[] = {
      {.type = EV_MSC, .code = MSC_SCAN, .value = 0x70000 + key},
      {.type = EV_KEY, .code = key, .value = device->is_down},
      {.type = EV_SYN, .code = SYN_REPORT},
  };
  if (write(device->fd, frame, sizeof frame) != sizeof frame) fail("write");
}

/// Writes a device's next frame; the last one of its last label ends its typing.
static void advance(struct device *device) {
  write_frame(device);
  if (device->is_down || device->at++ < LENGTH) return;
  device->at = 0;
  device->scan++;
}

/// One frame of every device that has still to type, as one USB controller polls all its devices;
/// the first becomes the last, so that no group is always before the other.
static int tick(void) {
  static int first;
  int busy = 0;
  first++;
  for (int i = 0; i < device_count; i++) {
    struct device *device = &devices[(first + i) % device_count];
    if (device->scan == scans) continue;
    advance(device);
    busy = 1;
  }
  return busy;
}

/// What the machine was late by is made up for, but no more than a quarter of what the kernel keeps
/// for a reader: the pace stays what it is said to be, and no reader is overrun by that alone.
static long long type_all(void) {
  const int made_up_for = 8;  // frames
  long long start = now(), due = start;
  while (tick()) {
    long long moment = now();
    due += frame;
    if (due < moment - made_up_for * frame) due = moment - made_up_for * frame;
    sleep_until(due > moment + frame / 8 ? due : moment + frame / 8);
  }
  return now() - start;
}

static void add_group(const char *text) {
  char group;
  int count;
  if (sscanf(text, "%c:%d", &group, &count) != 2 || device_count + count > DEVICES) exit(2);
  for (int i = 0; i < count; i++)
    devices[device_count++] =
        (struct device){.group = group, .number = i, .fd = open_device(group, i)};
}

int main(int count, char **arguments) {
  struct sched_param parameters = {.sched_priority = PRIORITY};
  if (count < 4) return 2;
  frame = atoll(arguments[1]) * 1000 / 2;
  scans = atoi(arguments[2]);
  for (int i = 3; i < count; i++) add_group(arguments[i]);
  if (sched_setscheduler(0, SCHED_FIFO, &parameters)) fail("SCHED_FIFO");
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  if (getchar() == EOF) return 0;
  printf("us=%lld\n", type_all() / scans / (LENGTH + 1) / 1000);
  while (getchar() != EOF) {}
  return 0;
}
