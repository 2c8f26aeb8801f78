// SPDX-License-Identifier: Apache-2.0

#ifndef SCAND_ALLOCATIONS_H
#define SCAND_ALLOCATIONS_H

/// The number of times that this process has asked malloc(3) and its relatives for memory.
unsigned long allocations(void);

#endif
