/* SPDX-License-Identifier: Apache-2.0 */
/*
 * p0f, option loop: the layout of a SYN's TCP options, whatever it is. At most 24 options; a genuine loop, and each access
 * is checked against the end of the frame. The result folds the kinds in their order, the segment size and the window
 * scale; 0 stands for no SYN or options that are malformed.
 */
#include "bench.h"

#define MAX_OPTIONS 24
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_SEGMENT_SIZE 2
#define OPTION_WINDOW_SCALE 3

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    const uint8_t *end = frame + length;
    if (frame + ETHERNET_BYTES + IP_MIN_BYTES > end)
        return 0;
    const uint8_t *ip = frame + ETHERNET_BYTES;
    uint64_t ip_bytes = (ip[0] & 0x0f) * 4;
    if (u16_at(frame + ETHERNET_TYPE) != TYPE_IPV4 || ip_bytes < IP_MIN_BYTES || ip[IP_PROTOCOL] != PROTOCOL_TCP)
        return 0;
    const uint8_t *tcp = ip + ip_bytes;
    if (tcp + TCP_MIN_BYTES > end || tcp[TCP_FLAGS] != TCP_SYN)
        return 0;

    const uint8_t *at = tcp + TCP_MIN_BYTES;
    const uint8_t *options_end = tcp + (tcp[TCP_DATA_OFFSET] >> 4) * 4;
    uint64_t layout = u16_at(tcp + TCP_WINDOW);
    uint32_t segment_size = 0;
    uint32_t window_scale = 0;
    KEEP_LOOP
    for (uint32_t option = 0; option < MAX_OPTIONS; option++) {
        if (at >= options_end)
            break;
        if (at + 1 > end)
            return 0;
        uint32_t kind = at[0];
        layout = layout * 31 + kind;
        if (kind == OPTION_END)
            break;
        if (kind == OPTION_NOP) {
            at += 1;
            continue;
        }
        if (at + 2 > end)
            return 0;
        uint64_t bytes = at[1];
        if (bytes < 2)
            return 0;
        if (kind == OPTION_SEGMENT_SIZE) {
            if (at + 4 > end)
                return 0;
            segment_size = HOST16(u16_at(at + 2));
        } else if (kind == OPTION_WINDOW_SCALE) {
            if (at + 3 > end)
                return 0;
            window_scale = at[2];
        }
        at += bytes;
    }
    return layout * 31 + segment_size + window_scale;
}
