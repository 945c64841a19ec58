/* SPDX-License-Identifier: Apache-2.0 */
/* A million iterations, each of which needs the one before: what arithmetic in a loop costs, and a budget on it. */
#include "bench.h"

#define ITERATIONS 1000000
#define PRIME 0x100000001b3ULL

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    uint64_t hash = length;
    KEEP_LOOP
    for (uint64_t i = 0; i < ITERATIONS; i++)
        hash = (hash ^ i) * PRIME;
    return hash;
}
