/* An Oko object with everything at once: all of its maps, global data beside them, function pointers, an extern. */
#include "oko.h"

extern int ubpf_map_add(void *map, const void *item);
extern const unsigned long okko_threads;

struct ubpf_map_def totals = {ARRAY, sizeof(u64), sizeof(u64), 2, 0};
struct ubpf_map_def members = {BLOOM_FILTER, 0, 8, 1000, 3};
static struct ubpf_map_def sizes = {COUNT_MIN, 0, 4, 256, 4};

/* The same with other names, in a section of its own. */
struct map {
    u32 type;
    u32 key_bytes;
    u32 value_bytes;
    u32 max_entries;
    u32 hash_functions;
};
__attribute__((section("mydata"))) struct map hosts = {HASH, 4, 8, 100, 0};

/* As long as a map's definition, and its words could be one; but it is none. */
struct { u32 a, b, c, d, e; } counts = {1, 4, 8, 16, 0};
u64 runs = 40;
static volatile u32 last_length;

static __attribute__((noinline)) u64 add_one(u64 x)
{
    return x + 1;
}

static __attribute__((noinline)) u64 times_three(u64 x)
{
    return x * 3;
}

static u64 (*const volatile steps[])(u64) = {add_one, times_three};

u64 entry(const u8 *packet, u64 length)
{
    u64 key = 1;
    u64 *total = ubpf_map_lookup(&totals, &key);
    u32 *host;
    if (!total)
        return 0;
    ubpf_map_add(&members, &key);
    ubpf_map_add(&sizes, &length);
    host = ubpf_map_lookup(&hosts, &length);
    last_length = length;
    counts.e += counts.b;
    return ++runs + counts.e + (host ? *host : 0);
}

u64 threads(const u8 *packet, u64 length)
{
    return okko_threads;
}

u64 choose(const u8 *packet, u64 length)
{
    return steps[length & 1](length);
}

u64 choose_here(const u8 *packet, u64 length)
{
    u64 (*volatile step)(u64) = length > 9 ? add_one : times_three;
    return step(length);
}
