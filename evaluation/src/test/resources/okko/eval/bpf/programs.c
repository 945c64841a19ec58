/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs for the tests of the command line. Rebuild, in this directory:
 * clang -target bpf -mcpu=v2 -O2 -gline-tables-only -gno-column-info -nostdinc -fdebug-compilation-dir=. \
 *     -I ../../../../../main/bpf -c programs.c -o programs.o
 */
#include "okko.h"

static void (*const print)(const char *format, ...) = (void *) 7;

struct okko_map packets = {MAP_ARRAY, sizeof(uint32_t), sizeof(uint64_t), 1, 0};

/* How many packets there were, this one included. */
uint64_t count(const void *packet, uint64_t length)
{
    uint32_t index = 0;
    uint64_t *counter = map_lookup(&packets, &index);
    return counter ? ++*counter : 0;
}

/* The length, which it also prints. */
uint64_t measure(const void *packet, uint64_t length)
{
    print("%d bytes", length);
    return length;
}

/* Refused: nothing says that the packet has a byte 40. */
uint64_t careless(const uint8_t *packet, uint64_t length)
{
    return packet[40];
}
