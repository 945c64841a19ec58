/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table in C, as good as a plain one is: hashed as the maps of programs are, twice as many buckets as entries,
 * chains by index in one array, the hash beside the key so that keys are compared once. For one thread, and without
 * removal: that is all that the timed programs need.
 */
#include <stdlib.h>
#include <string.h>

#include "native.h"

#define NO_ENTRY 0 /* entries count from 1 */
#define SEED 0x123456789abcdefULL
#define MULTIPLIER 0x9e3779b97f4a7c15ULL

struct table {
    uint32_t bucket_mask;
    uint32_t used;
    uint32_t entry_bytes;
    uint32_t value_offset;
    uint32_t *buckets;
    char *entries;
};

struct entry {
    uint32_t hash;
    uint32_t next;
    char key[];
};

/* The same as that of the maps that programs use, or the two would be compared by their hashes. */
static uint32_t hash_of(const void *key, uint32_t bytes)
{
    const char *at = key;
    uint64_t state = SEED;
    while (bytes > 0) {
        uint64_t word = 0;
        uint32_t part = bytes < sizeof word ? bytes : sizeof word;
        if (part == sizeof word)
            memcpy(&word, at, sizeof word); /* one load */
        else
            memcpy(&word, at, part);
        unsigned __int128 product = (unsigned __int128) (state ^ word) * MULTIPLIER;
        state = (uint64_t) product ^ (uint64_t) (product >> 64);
        at += part;
        bytes -= part;
    }
    return state ^ state >> 32;
}

static struct entry *entry_at(const struct table *table, uint32_t index)
{
    return (struct entry *) (table->entries + (size_t) (index - 1) * table->entry_bytes);
}

static void *allocate(size_t count, size_t bytes)
{
    void *memory = calloc(count, bytes);
    if (!memory)
        abort();
    return memory;
}

static struct table *new_table(const struct okko_map *map)
{
    struct table *table = allocate(1, sizeof *table);
    uint32_t buckets = 1;
    while (buckets < 2 * map->max_entries)
        buckets *= 2;
    table->bucket_mask = buckets - 1;
    table->value_offset = sizeof(struct entry) + (map->key_bytes + 7) / 8 * 8;
    table->entry_bytes = table->value_offset + (map->value_bytes + 7) / 8 * 8;
    table->buckets = allocate(buckets, sizeof *table->buckets);
    table->entries = allocate(map->max_entries, table->entry_bytes);
    return table;
}

static void *find(const struct okko_map *map, const void *key, uint32_t hash)
{
    const struct table *table = map->table;
    uint32_t index = table->buckets[hash & table->bucket_mask];
    while (index != NO_ENTRY) {
        struct entry *entry = entry_at(table, index);
        if (entry->hash == hash && memcmp(entry->key, key, map->key_bytes) == 0)
            return (char *) entry + table->value_offset;
        index = entry->next;
    }
    return NULL;
}

void *map_lookup(const struct okko_map *map, const void *key)
{
    return map->table ? find(map, key, hash_of(key, map->key_bytes)) : NULL;
}

int map_update(struct okko_map *map, const void *key, const void *value)
{
    if (!map->table)
        map->table = new_table(map);
    struct table *table = map->table;
    uint32_t hash = hash_of(key, map->key_bytes);
    void *found = find(map, key, hash);
    if (!found) {
        if (table->used == map->max_entries)
            return -1;
        uint32_t index = ++table->used;
        struct entry *entry = entry_at(table, index);
        uint32_t *bucket = &table->buckets[hash & table->bucket_mask];
        entry->hash = hash;
        entry->next = *bucket;
        memcpy(entry->key, key, map->key_bytes);
        *bucket = index;
        found = (char *) entry + table->value_offset;
    }
    memcpy(found, value, map->value_bytes);
    return 0;
}
