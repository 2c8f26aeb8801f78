// SPDX-License-Identifier: Apache-2.0
//
// A library for LD_PRELOAD (ld.so(8)) that makes the disk hang under some files of a program: while
// the file STUCK_DISK_CONTROL exists, fsync(2), fdatasync(2) and pwrite(2) do not return for files
// whose paths contain STUCK_DISK_NAME.

#ifndef SCAND_STUCK_DISK_H
#define SCAND_STUCK_DISK_H

#endif
