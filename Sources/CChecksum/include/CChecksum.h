// SPDX-License-Identifier: Apache-2.0
//
// CRC-32C (Castagnoli; RFC 3720, appendix B.4), which Swift cannot compute with the processor's instruction.

#ifndef SCAND_CCHECKSUM_H
#define SCAND_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// The sum of the bytes that gave `sum` and of `count` more; 0 is the sum of none. Uses the instruction
/// of SSE 4.2 where there is one.
uint32_t cchecksum_crc32c(uint32_t sum, const void *bytes, size_t count);

/// The same, with a table.
uint32_t cchecksum_crc32c_table(uint32_t sum, const void *bytes, size_t count);

#endif
