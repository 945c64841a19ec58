/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program of the "xdp" ABI is built on, in the words of Linux's linux/bpf.h and libbpf's bpf_helpers.h: a program
 * that includes those instead is loaded just as well. Includes no system header.
 *
 *     SEC("xdp") int program(struct xdp_md *context);
 */
#ifndef XDP_H
#define XDP_H

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;

#define SEC(name) __attribute__((section(name), used))
#define __always_inline inline __attribute__((always_inline))

enum xdp_action { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX, XDP_REDIRECT };

struct xdp_md {
    __u32 data;
    __u32 data_end;
    __u32 data_meta;
    __u32 ingress_ifindex;
    __u32 rx_queue_index;
    __u32 egress_ifindex;
};

/* Members of a map's definition in section .maps. */
#define __uint(name, value) int(*name)[value]
#define __type(name, value) typeof(value) *name
#define __array(name, value) typeof(value) *name[]

enum {
    BPF_MAP_TYPE_HASH = 1,
    BPF_MAP_TYPE_ARRAY = 2,
    BPF_MAP_TYPE_PROG_ARRAY = 3,
    BPF_MAP_TYPE_PERCPU_HASH = 5,
    BPF_MAP_TYPE_PERCPU_ARRAY = 6,
    BPF_MAP_TYPE_LRU_HASH = 9,
    BPF_MAP_TYPE_LPM_TRIE = 11,
    BPF_MAP_TYPE_QUEUE = 22,
    BPF_MAP_TYPE_STACK = 23,
    BPF_MAP_TYPE_RINGBUF = 27,
    BPF_MAP_TYPE_BLOOM_FILTER = 30,
};

enum { BPF_ANY, BPF_NOEXIST, BPF_EXIST };

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *) 1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, __u64 flags) = (void *) 2;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *) 3;
static __u64 (*const bpf_ktime_get_ns)(void) = (void *) 5;
static long (*const bpf_trace_printk)(const char *format, __u32 format_bytes, ...) = (void *) 6;
static __u32 (*const bpf_get_smp_processor_id)(void) = (void *) 8;
static long (*const bpf_tail_call)(void *context, void *map, __u32 index) = (void *) 12;
static long (*const bpf_redirect)(__u32 port, __u64 flags) = (void *) 23;
static long (*const bpf_xdp_adjust_head)(struct xdp_md *context, int delta) = (void *) 44;
static long (*const bpf_xdp_adjust_tail)(struct xdp_md *context, int delta) = (void *) 65;
static void *(*const bpf_ringbuf_reserve)(void *map, __u64 bytes, __u64 flags) = (void *) 131;
static void (*const bpf_ringbuf_submit)(void *record, __u64 flags) = (void *) 132;
static void (*const bpf_ringbuf_discard)(void *record, __u64 flags) = (void *) 133;

/* Network order to host order; programs run on little-endian machines only. */
#define bpf_ntohs(value) __builtin_bswap16(value)
#define bpf_htons(value) __builtin_bswap16(value)
#define bpf_ntohl(value) __builtin_bswap32(value)
#define bpf_htonl(value) __builtin_bswap32(value)

#endif
