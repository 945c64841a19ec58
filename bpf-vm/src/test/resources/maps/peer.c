/* Looks a 4-byte key up in a hash map of okko, as docs/layouts.md tells it, and adds 1 to its 8-byte value.
 * usage: peer FILE KEY TIMES; prints the value that it left. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static char *map;

static uint32_t u32(uint64_t at) { return __atomic_load_n((uint32_t *)(map + at), __ATOMIC_ACQUIRE); }

static uint64_t to_line(uint64_t bytes) { return (bytes + 63) & ~63ull; }

static uint64_t *find(uint32_t key) {
    uint32_t max = u32(36), buckets = 1;
    while (buckets < max) buckets *= 2;
    uint64_t entries = 256 + to_line(4ull * buckets) + to_line(4ull * max);
    unsigned __int128 product = (unsigned __int128)(*(uint64_t *)(map + 56) ^ key) * 0x9e3779b97f4a7c15ull;
    uint64_t state = (uint64_t)product ^ (uint64_t)(product >> 64);
    uint32_t hash = (uint32_t)(state ^ state >> 32), bucket = hash & (buckets - 1);
    for (;;) {
        uint32_t index = u32(256 + 4ull * bucket);
        while (index < max) {
            uint64_t entry = entries + 32ull * index; /* head 16, key to 8, value 8 */
            uint32_t version = u32(entry);
            if (version & 1 && u32(entry + 4) == hash && u32(entry + 16) == key) {
                __atomic_thread_fence(__ATOMIC_ACQUIRE);
                if (u32(entry) == version) return (uint64_t *)(map + entry + 24);
                break;
            }
            index = u32(entry + 8);
        }
        if (index == ~bucket) return NULL;
    }
}

int main(int argc, char **argv) {
    struct stat st;
    int fd = argc == 4 ? open(argv[1], O_RDWR) : -1;
    if (fd < 0 || fstat(fd, &st) || st.st_size < 256) return 2;
    map = mmap(NULL, st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED || memcmp(map, "OKKOMAP", 8) || *(uint16_t *)(map + 8) != 1) return 3;
    if (u32(24) != 1 || u32(28) != 4 || u32(32) != 8 || *(uint64_t *)(map + 16) != (uint64_t)st.st_size) return 4;
    uint64_t *value = find((uint32_t)strtoul(argv[2], NULL, 0));
    if (!value) return 5;
    for (long i = atol(argv[3]); i > 0; i--) __atomic_add_fetch(value, 1, __ATOMIC_RELAXED);
    printf("%llu\n", (unsigned long long)__atomic_load_n(value, __ATOMIC_RELAXED));
    return 0;
}
