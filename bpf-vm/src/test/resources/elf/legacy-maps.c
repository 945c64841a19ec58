/* Maps as libbpf had them before BTF, with and without more fields than the first five. */
#include "xdp.h"

struct bpf_map_def {
    __u32 type;
    __u32 key_size;
    __u32 value_size;
    __u32 max_entries;
    __u32 map_flags;
    __u32 id;
    __u32 pinning;
};

struct bpf_map_def SEC("maps") ports = {
    .type = HASH,
    .key_size = 2,
    .value_size = 8,
    .max_entries = 50,
    .map_flags = BPF_F_NO_PREALLOC,
};

struct bpf_map_def SEC("maps") slots = {
    .type = ARRAY,
    .key_size = sizeof(__u32),
    .value_size = sizeof(__u64),
    .max_entries = 3,
};

SEC("xdp_ports")
int count_port(struct xdp_md *ctx)
{
    __u16 port = ctx->rx_queue_index;
    __u32 slot = 1;
    return bpf_map_lookup_elem(&ports, &port) || bpf_map_lookup_elem(&slots, &slot) ? XDP_PASS : XDP_DROP;
}
