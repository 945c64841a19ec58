/* What a program of the Oko ABI needs. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { ARRAY = 1, BLOOM_FILTER = 2, COUNT_MIN = 3, HASH = 4 };

struct ubpf_map_def {
    u32 type;
    u32 key_size;
    u32 value_size;
    u32 max_entries;
    u32 nb_hash_functions;
};

static void *(*ubpf_map_lookup)(void *map, const void *key) = (void *)1;
static int (*ubpf_map_update)(void *map, const void *key, const void *value) = (void *)2;
static int (*ubpf_map_delete)(void *map, const void *key) = (void *)3;
static u64 (*ubpf_time_get_ns)(void) = (void *)5;
static void (*ubpf_printf)(const char *format, ...) = (void *)7;
