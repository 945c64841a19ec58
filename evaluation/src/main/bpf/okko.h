/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a filter program of the "oko" ABI is built on: how it is entered, its maps, its helpers.
 *
 *     uint64_t entry(const void *packet, uint64_t length);
 *
 * packet is the first byte of the Ethernet frame and length its size in bytes. 1 means "the rule matches", any other
 * result "it does not". A filter never writes to the packet. Includes no system header, so that an object depends on
 * nothing but the sources beside it.
 */
#ifndef OKKO_H
#define OKKO_H

typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef int int32_t;
typedef unsigned long long uint64_t;

#define MATCH 1
#define NO_MATCH 0

#define INLINE static inline __attribute__((always_inline))

/* A map, as a global variable with an initial value. Value types must have no padding. */
struct okko_map {
    uint32_t type;
    uint32_t key_bytes;
    uint32_t value_bytes;
    uint32_t max_entries;
    uint32_t hash_functions; /* only sketches have any */
};

#define MAP_ARRAY 1
#define MAP_HASH 4

/* Helpers, called by number. A negative result is an error. */
static void *(*const map_lookup)(const struct okko_map *map, const void *key) = (void *) 1;
static int (*const map_update)(const struct okko_map *map, const void *key, const void *value) = (void *) 2;
static int (*const map_delete)(const struct okko_map *map, const void *key) = (void *) 3;
static uint64_t (*const time_ns)(void) = (void *) 5;

/* Network order to host order; programs run on little-endian machines only. */
#define HOST16(value) __builtin_bswap16(value)
#define HOST32(value) __builtin_bswap32(value)

/*
 * Keeps a pointer in a register of its own. Without it the compiler turns "p + n > end" into arithmetic on lengths,
 * and the verifier can no longer see which bytes the comparison has proved to exist.
 */
#define OPAQUE(pointer) asm volatile("" : "+r"(pointer))

/* Keeps the statements of a branch together, where the compiler would choose each value by a branch of its own. */
#define ONE_BRANCH asm volatile("" : : : "memory")

#endif
