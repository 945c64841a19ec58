/* SPDX-License-Identifier: Apache-2.0 */
/* The words of okko.h for a program that gcc compiles: maps and helpers are ordinary C. */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdint.h>

#define MATCH 1
#define NO_MATCH 0

#define INLINE static inline __attribute__((always_inline))

struct table;

/* As in okko.h, and the table behind it, which the first update makes. */
struct okko_map {
    uint32_t type;
    uint32_t key_bytes;
    uint32_t value_bytes;
    uint32_t max_entries;
    uint32_t hash_functions;
    struct table *table;
};

#define MAP_HASH 4

/* In a file of their own: the program calls them, as it calls any function of a library. */
void *map_lookup(const struct okko_map *map, const void *key);
int map_update(struct okko_map *map, const void *key, const void *value);

#define HOST16(value) __builtin_bswap16(value)
#define HOST32(value) __builtin_bswap32(value)

#endif
