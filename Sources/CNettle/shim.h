// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 of Nettle, whose functions are macros that Swift cannot import, and differ between its versions.

#ifndef SCAND_CNETTLE_H
#define SCAND_CNETTLE_H

#include <nettle/sha2.h>
#include <nettle/version.h>

/// The length of a hash in bytes.
#define CNETTLE_SHA256_LENGTH 32

/// sha256_init(3)
static inline void cnettle_sha256_init(struct sha256_ctx *context) {
  sha256_init(context);
}

/// sha256_update(3)
static inline void cnettle_sha256_update(
    struct sha256_ctx *context, const void *bytes, size_t count) {
  sha256_update(context, count, (const uint8_t *)bytes);
}

/// sha256_digest(3)
static inline void cnettle_sha256_digest(struct sha256_ctx *context, uint8_t *hash) {
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(context, hash);
#else
  sha256_digest(context, SHA256_DIGEST_SIZE, hash);
#endif
}

#endif
