/* SPDX-License-Identifier: Apache-2.0 */
/* The null program: what running any program costs. Specified in docs/workloads.md. */
#include "okko.h"

uint64_t entry(const void *packet, uint64_t length)
{
    return MATCH;
}
