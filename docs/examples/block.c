/* SPDX-License-Identifier: Apache-2.0 */
/* Matches TCP segments to port 7000, and counts: map "seen" holds all other frames at 0, matches at 1. */
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;

struct okko_map {
    uint32_t type, key_bytes, value_bytes, max_entries, hash_functions;
};
struct okko_map seen = {1 /* array */, sizeof(uint32_t), sizeof(uint64_t), 2, 0};

static void *(*const map_lookup)(const struct okko_map *map, const void *key) = (void *) 1;

static int is_blocked(const uint8_t *frame, uint64_t length)
{
    if (length < 54) /* Ethernet 14, IPv4 20, TCP 20 */
        return 0;
    if (*(uint16_t *) (frame + 12) != __builtin_bswap16(0x0800) || frame[14] != 0x45 || frame[23] != 6)
        return 0;
    if (*(uint16_t *) (frame + 20) & __builtin_bswap16(0x3fff)) /* a fragment */
        return 0;
    return *(uint16_t *) (frame + 36) == __builtin_bswap16(7000);
}

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    uint32_t blocked = is_blocked(frame, length);
    uint64_t *count = map_lookup(&seen, &blocked);
    if (count)
        *count += 1;
    return blocked; /* 1: the rule matches */
}
