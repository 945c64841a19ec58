/* SPDX-License-Identifier: Apache-2.0 */
/* What all workloads do before they do anything else, and nothing else: matches TCP segments, by rules S1 to S8. */
#include "segment.h"

uint64_t entry(const void *packet, uint64_t length)
{
    const uint8_t *end = (const uint8_t *) packet + length;
    OPAQUE(end);
    struct segment segment;
    return parse(packet, length, end, &segment) == FRAME_TCP ? MATCH : NO_MATCH;
}
