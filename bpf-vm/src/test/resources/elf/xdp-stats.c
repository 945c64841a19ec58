/* An XDP object with everything at once: BTF maps of many kinds, global data, subprograms in .text, sections. */
#include "xdp.h"

struct ethhdr {
    __u8 dest[6];
    __u8 source[6];
    __be16 proto;
} __attribute__((packed));

struct flow {
    __be32 src;
    __be32 dst;
    __be16 port;
    __u8 protocol;
};

struct datarec {
    __u64 packets;
    __u64 bytes;
};

typedef struct datarec datarec_t;

struct {
    __uint(type, PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, datarec_t);
    __uint(max_entries, XDP_REDIRECT + 1);
} stats SEC(".maps");

struct flow_map {
    __uint(type, LRU_HASH);
    __uint(max_entries, 1024);
    __type(key, struct flow);
    __type(value, __u64);
    __uint(pinning, LIBBPF_PIN_BY_NAME);
} flows SEC(".maps");

struct {
    __uint(type, LPM_TRIE);
    __uint(key_size, 8);
    __uint(value_size, 4);
    __uint(max_entries, 16);
    __uint(map_flags, BPF_F_NO_PREALLOC);
} routes SEC(".maps");

struct {
    __uint(type, RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

int xdp_drop(struct xdp_md *ctx);
int xdp_counted(struct xdp_md *ctx);

struct {
    __uint(type, PROG_ARRAY);
    __uint(max_entries, 4);
    __uint(key_size, sizeof(__u32));
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = {[1] = (void *)&xdp_drop, [3] = (void *)&xdp_counted},
};

const volatile __u32 limit = 1500;
static volatile const char greeting[] = "hello";
__u64 total = 7;
static volatile __u32 seen;
__u8 table[4] = {1, 2, 3, 4};

static __noinline __u32 record(struct xdp_md *ctx, __u32 action)
{
    void *data = (void *)(long)ctx->data;
    void *data_end = (void *)(long)ctx->data_end;
    struct datarec *rec = bpf_map_lookup_elem(&stats, &action);
    if (!rec)
        return XDP_ABORTED;
    rec->packets++;
    rec->bytes += data_end - data;
    return action;
}

__noinline int twice(int x)
{
    return 2 * x + greeting[x & 3];
}

SEC("xdp")
int xdp_counted(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *data_end = (void *)(long)ctx->data_end;
    struct ethhdr *eth = data;
    struct flow key = {};
    __u64 one = 1;
    total++;
    seen += limit + table[seen & 3];
    if (data + sizeof(*eth) > data_end)
        return record(ctx, XDP_DROP);
    key.port = eth->proto;
    bpf_map_update_elem(&flows, &key, &one, BPF_ANY);
    return record(ctx, XDP_PASS);
}

SEC("xdp/drop")
int xdp_drop(struct xdp_md *ctx)
{
    return record(ctx, XDP_DROP);
}

SEC("xdp.frags")
int xdp_frags(struct xdp_md *ctx)
{
    bpf_tail_call(ctx, &jumps, 1);
    return twice(ctx->rx_queue_index);
}

SEC("xdp")
int xdp_routes(struct xdp_md *ctx)
{
    __u64 key = 32;
    void *found = bpf_map_lookup_elem(&routes, &key);
    return found ? XDP_PASS : bpf_ringbuf_output(&events, &key, sizeof(key), 0) ? XDP_TX : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
