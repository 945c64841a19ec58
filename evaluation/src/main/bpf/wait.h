/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the control of the evaluation is made of: a program that lets WAIT_NS pass for each packet, by the clock, and
 * then matches. Two objects differ in nothing else, so what tells their times per packet apart is known.
 */
#ifndef WAIT_H
#define WAIT_H

#include "okko.h"

/* So that the verifier sees an end, should the clock stand still. */
#define MOST_LOOKS 10000

uint64_t entry(const void *packet, uint64_t length)
{
    uint64_t start = time_ns();
    for (uint64_t look = 0; look < MOST_LOOKS; look++) {
        if (time_ns() - start >= WAIT_NS)
            break;
    }
    return MATCH;
}

#endif
