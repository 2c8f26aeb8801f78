// SPDX-License-Identifier: Apache-2.0
//
// GS1's own engine, libgs1encoders, reading the labels that ours reads; commands as in
// ../Sources/decoding/main.swift.

#define _POSIX_C_SOURCE 200809L

#include "CAllocations.h"
#include <gs1encoders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { reads = 200, rounds = 1001 };

static double nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

static int compare(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static long read_label(gs1_encoder *engine, const char *label, long times) {
  long valid = 0;
  while (times-- > 0) valid += gs1_encoder_setScanData(engine, label);
  return valid;
}

static void measure(gs1_encoder *engine, const char *label) {
  static double times[rounds];
  long valid = 0;
  unsigned long before = allocations();
  for (int round = 0; round < rounds; round++) {
    double start = nanoseconds();
    valid += read_label(engine, label, reads);
    times[round] = (nanoseconds() - start) / reads;
  }
  double allocated = (double)(allocations() - before) / reads / rounds;
  qsort(times, rounds, sizeof *times, compare);
  printf("%g %g %g %s\n", times[0], times[rounds / 2], allocated, valid ? "valid" : "bad");
}

int main(int count, char **arguments) {
  // All releases have this; it wants to be called where no gs1-syntax-dictionary.txt lies.
  gs1_encoder *engine = gs1_encoder_init(NULL);
  if (!engine || count < 2) return 1;
  if (strcmp(arguments[1], "time") == 0) {
    for (int label = 2; label < count; label++) measure(engine, arguments[label]);
  } else if (strcmp(arguments[1], "repeat") == 0 && count == 4) {
    printf("%ld\n", read_label(engine, arguments[3], atol(arguments[2])));
  } else {
    return 1;
  }
  gs1_encoder_free(engine);
}
