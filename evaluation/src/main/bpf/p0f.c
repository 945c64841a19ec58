/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a TCP SYN carry the fingerprint of a Linux client? In p0f's notation 4:64:0:*:mss*44,7:mss,sok,ts,nop,ws:df,id+:0
 * Rules P1 to P9 of docs/workloads.md. No state.
 */
#include "segment.h"

#define MAX_TIME_TO_LIVE 64
#define MAX_HOPS 35
#define WINDOW_IN_MSS 44
#define WINDOW_SCALE 7
#define LAYOUT                                                                                                  \
    ((uint64_t) OPTION_MSS << 32 | (uint64_t) OPTION_SACK_PERMITTED << 24 | (uint64_t) OPTION_TIMESTAMPS << 16  \
     | (uint64_t) OPTION_NOP << 8 | OPTION_WINDOW_SCALE)
#define TYPE_OF_SERVICE_ECN 0x03
#define RESERVED_FRAGMENT_BIT 0x8000
#define DATA_OFFSET_RESERVED 0x0f

uint64_t entry(const void *packet, uint64_t length)
{
    const uint8_t *end = (const uint8_t *) packet + length;
    OPAQUE(end);
    struct segment segment;
    if (parse(packet, length, end, &segment) != FRAME_TCP)
        return NO_MATCH;
    const struct ipv4 *ip = segment.ip;
    const struct tcp *tcp = segment.tcp;

    if (tcp->flags != SYN || (tcp->data_offset & DATA_OFFSET_RESERVED) != 0)
        return NO_MATCH; /* P1 */
    if (ip->time_to_live > MAX_TIME_TO_LIVE || ip->time_to_live < MAX_TIME_TO_LIVE - MAX_HOPS)
        return NO_MATCH; /* P2 */
    if (segment.ip_bytes != IPV4_MIN_BYTES)
        return NO_MATCH; /* P3 */
    if ((HOST16(ip->fragment) & (RESERVED_FRAGMENT_BIT | IPV4_DONT_FRAGMENT)) != IPV4_DONT_FRAGMENT
        || ip->identification == 0 || (ip->type_of_service & TYPE_OF_SERVICE_ECN) != 0)
        return NO_MATCH; /* P4 */
    if (tcp->sequence == 0 || tcp->acknowledgement != 0 || tcp->urgent_pointer != 0)
        return NO_MATCH; /* P5 */
    if (segment.payload_bytes != 0)
        return NO_MATCH; /* P6 */

    struct options options;
    walk_options(&segment, end, &options);
    if (!options.complete || options.layout != LAYOUT)
        return NO_MATCH; /* P7 */
    if (HOST16(tcp->window) != options.mss * WINDOW_IN_MSS || options.window_scale != WINDOW_SCALE)
        return NO_MATCH; /* P8 */
    if (options.timestamp == 0 || options.echo != 0)
        return NO_MATCH; /* P9 */
    return MATCH;
}
