/* SPDX-License-Identifier: Apache-2.0 */
/* 4-tuple hash look-up: counts packets per connection, in a table of 100,000. Returns this connection's count. */
#include "bench.h"

struct okko_map connections = {MAP_HASH, 16, sizeof(uint64_t), 100000, 0};

#define IP ETHERNET_BYTES
#define PORTS (IP + IP_MIN_BYTES)
#define VERSION_4_WITHOUT_OPTIONS 0x45

struct key {
    uint32_t source;
    uint32_t destination;
    uint32_t ports;
    uint32_t protocol;
};

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    if (length < PORTS + PORTS_BYTES || u16_at(frame + ETHERNET_TYPE) != TYPE_IPV4
        || frame[IP] != VERSION_4_WITHOUT_OPTIONS)
        return 0;
    struct key key = {
        u32_at(frame + IP + IP_SOURCE), u32_at(frame + IP + IP_DESTINATION), u32_at(frame + PORTS),
        frame[IP + IP_PROTOCOL],
    };
    uint64_t *count = map_lookup(&connections, &key);
    if (count)
        return ++*count;
    uint64_t first = 1;
    map_update(&connections, &key, &first);
    return first;
}
