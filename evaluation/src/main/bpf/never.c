/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trivial program of filter chains (okko eval datapath): it compares one byte of the payload with a variable that
 * somebody might change, so that it has to run for each packet, and never matches the frames of that benchmark.
 */
#include "okko.h"

#define FIRST_PAYLOAD_BYTE (14 + 20 + 8)

uint8_t mark = 0xff;

uint64_t entry(const uint8_t *packet, uint64_t length)
{
    if (length <= FIRST_PAYLOAD_BYTE)
        return NO_MATCH;
    return packet[FIRST_PAYLOAD_BYTE] == mark ? MATCH : NO_MATCH;
}
