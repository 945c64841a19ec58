/* Maps of both kinds, global and static; several programs in one object. */
#include "oko.h"

struct ubpf_map_def totals = {ARRAY, sizeof(u32), sizeof(u64), 2, 0};
struct ubpf_map_def hosts = {HASH, sizeof(u32), sizeof(u64), 100, 0};
static struct ubpf_map_def hidden = {ARRAY, sizeof(u64), sizeof(u64), 3, 0};
static struct ubpf_map_def hidden_too = {ARRAY, sizeof(u64), sizeof(u32), 4, 0};

/* Counts frames; returns how many there were. */
u64 count(const u8 *packet, u64 length)
{
    u32 key = 1;
    u64 *total = ubpf_map_lookup(&totals, &key);
    if (!total)
        return 0;
    *total += 1;
    return *total;
}

/* Counts frames per IPv4 source address; returns how many came from this one. */
u64 count_hosts(const u8 *packet, u64 length)
{
    u32 source;
    u64 first = 1;
    u64 *seen;
    if (length < 34)
        return 0;
    source = *(const u32 *)(packet + 26);
    seen = ubpf_map_lookup(&hosts, &source);
    if (!seen) {
        ubpf_map_update(&hosts, &source, &first);
        return 1;
    }
    *seen += 1;
    return *seen;
}

u64 use_hidden(const u8 *packet, u64 length)
{
    u64 key = 2;
    u64 value = 7;
    u32 narrow = 8;
    u64 *found;
    ubpf_map_update(&hidden, &key, &value);
    ubpf_map_update(&hidden_too, &key, &narrow);
    found = ubpf_map_lookup(&hidden, &key);
    return found ? *found : 0;
}
