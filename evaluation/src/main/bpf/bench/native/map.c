/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table in C, as good as a plain one is: twice as many buckets as entries, chains by index in one array, the hash
 * beside the key so that keys are compared once, hashed by Bob Jenkins' lookup3 as the BPF maps are. For one thread, and
 * without removal: that is all that the timed programs need.
 */
#include <stdlib.h>
#include <string.h>

#include "native.h"

#define NO_ENTRY 0 /* entries count from 1 */

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

static uint32_t rotate(uint32_t value, int bits)
{
    return value << bits | value >> (32 - bits);
}

/* lookup3's hashlittle, for sizes that are multiples of 4, which is what keys of programs are. */
static uint32_t hash_of(const void *key, uint32_t bytes)
{
    const uint32_t *word = key;
    uint32_t a = 0xdeadbeef + bytes;
    uint32_t b = a;
    uint32_t c = a;
    for (; bytes > 12; bytes -= 12, word += 3) {
        a += word[0];
        b += word[1];
        c += word[2];
        a -= c; a ^= rotate(c, 4); c += b;
        b -= a; b ^= rotate(a, 6); a += c;
        c -= b; c ^= rotate(b, 8); b += a;
        a -= c; a ^= rotate(c, 16); c += b;
        b -= a; b ^= rotate(a, 19); a += c;
        c -= b; c ^= rotate(b, 4); b += a;
    }
    if (bytes > 8)
        c += word[2];
    if (bytes > 4)
        b += word[1];
    if (bytes == 0)
        return c;
    a += word[0];
    c ^= b; c -= rotate(b, 14);
    a ^= c; a -= rotate(c, 11);
    b ^= a; b -= rotate(a, 25);
    c ^= b; c -= rotate(b, 16);
    a ^= c; a -= rotate(c, 4);
    b ^= a; b -= rotate(a, 14);
    c ^= b; c -= rotate(b, 24);
    return c;
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
