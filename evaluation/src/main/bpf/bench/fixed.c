/* SPDX-License-Identifier: Apache-2.0 */
/*
 * p0f, fixed layout: which system sent this SYN? Reads the first 64 bytes at fixed offsets: IPv4 without options, TCP, and
 * the first ten bytes of TCP options. 0: not known.
 */
#include "bench.h"

#define CLASSIFIED_BYTES 64
#define IP ETHERNET_BYTES
#define TCP (IP + IP_MIN_BYTES)
#define OPTIONS (TCP + TCP_MIN_BYTES)
#define VERSION_4_WITHOUT_OPTIONS 0x45
#define SHORTEST_LIVED 30

/* The first option is a segment size in all of them; what follows tells the systems apart. Little-endian words. */
#define SEGMENT_SIZE 0x0402
#define SACK_TIMESTAMPS 0x0a080204 /* sok, ts */
#define NOP_SCALE 0x030301         /* nop, ws; the lower three bytes */
#define NOP_NOP_SACK 0x0101        /* nop, nop, sok: Windows; nop, nop, ts: the Macintosh has 0x0101 too */

enum { UNKNOWN, LINUX, WINDOWS, MACINTOSH };

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    if (length < CLASSIFIED_BYTES)
        return UNKNOWN;
    if (u16_at(frame + ETHERNET_TYPE) != TYPE_IPV4 || frame[IP] != VERSION_4_WITHOUT_OPTIONS)
        return UNKNOWN;
    if (frame[IP + IP_PROTOCOL] != PROTOCOL_TCP || u16_at(frame + IP + IP_FRAGMENT) != IP_DONT_FRAGMENT)
        return UNKNOWN;
    if (frame[TCP + TCP_FLAGS] != TCP_SYN || u16_at(frame + OPTIONS) != SEGMENT_SIZE)
        return UNKNOWN;
    uint32_t time_to_live = frame[IP + IP_TIME_TO_LIVE];
    uint32_t next = u32_at(frame + OPTIONS + 4);
    if (next == SACK_TIMESTAMPS)
        return time_to_live <= 64 && time_to_live >= SHORTEST_LIVED ? LINUX : UNKNOWN;
    if ((next & 0xffffff) != NOP_SCALE || u16_at(frame + OPTIONS + 8) != NOP_NOP_SACK)
        return UNKNOWN;
    return time_to_live > 64 ? WINDOWS : MACINTOSH;
}
