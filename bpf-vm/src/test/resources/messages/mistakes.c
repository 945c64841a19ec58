/* Typical mistakes, one per program; findings.txt has what the verifier says of each. See build for how to compile. */
#include "../elf/xdp.h"

static long (*bpf_xdp_adjust_head)(struct xdp_md *context, int delta) = (void *)44;
static void *(*bpf_ringbuf_reserve)(void *map, __u64 bytes, __u64 flags) = (void *)131;
static void (*bpf_ringbuf_submit)(void *record, __u64 flags) = (void *)132;

struct key {
    __u8 protocol; /* three bytes of padding follow */
    __u32 address;
};

struct flow {
    __u64 packets;
    __u32 ports[4];
};

struct {
    __uint(type, HASH);
    __uint(max_entries, 1024);
    __type(key, struct key);
    __type(value, struct flow);
} flows SEC(".maps");

struct {
    __uint(type, RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

/* Filters: the packet and its length. */

__u64 short_check(const __u8 *packet, __u64 length)
{
    if (length < 14)
        return 0;
    if (packet[12] != 8)
        return 0;
    return *(const __u32 *)(packet + 26);
}

__u64 header_length(const __u8 *packet, __u64 length)
{
    if (length < 34)
        return 0;
    __u64 header = (packet[14] & 15) * 4;
    return packet[14 + header];
}

__u64 write(__u8 *packet, __u64 length)
{
    if (length < 14)
        return 0;
    packet[0] = 0;
    return 1;
}

__u64 address(const __u8 *packet, __u64 length)
{
    return (__u64)packet;
}

static __attribute__((noinline)) __u64 port(const __u8 *packet, __u64 at)
{
    if (at > 2)
        at -= 2;
    return *(const __u16 *)(packet + at);
}

__u64 callee(const __u8 *packet, __u64 length)
{
    if (length < 14)
        return 0;
    return port(packet, packet[12]);
}

__u64 options(const __u8 *packet, __u64 length)
{
    __u64 sum = 0;
    if (length < 54)
        return 0;
#pragma clang loop unroll(disable)
    for (__u64 at = 34; at < 94 && packet[at] != 0; at += packet[at + 1] + 1)
        sum++;
    return sum;
}

/* XDP programs. */

SEC("xdp")
int not_null(struct xdp_md *context)
{
    struct key key = {};
    struct flow *flow = bpf_map_lookup_elem(&flows, &key);
    flow->packets++;
    return XDP_PASS;
}

SEC("xdp")
int padding(struct xdp_md *context)
{
    struct key key;
    key.protocol = 6;
    key.address = context->ingress_ifindex;
    return bpf_map_lookup_elem(&flows, &key) ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int bounds(struct xdp_md *context)
{
    struct key key = {};
    struct flow *flow = bpf_map_lookup_elem(&flows, &key);
    if (!flow)
        return XDP_PASS;
    flow->ports[context->rx_queue_index & 7]++;
    return XDP_PASS;
}

SEC("xdp")
int leak(struct xdp_md *context)
{
    struct key key = {};
    struct flow *flow = bpf_map_lookup_elem(&flows, &key);
    if (flow)
        flow->packets = (__u64)context;
    return XDP_PASS;
}

SEC("xdp")
int moved(struct xdp_md *context)
{
    __u8 *data = (void *)(long)context->data;
    __u8 *end = (void *)(long)context->data_end;
    if (data + 14 > end)
        return XDP_DROP;
    bpf_xdp_adjust_head(context, 14);
    return data[12] == 8 ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int unreleased(struct xdp_md *context)
{
    __u64 *event = bpf_ringbuf_reserve(&events, sizeof *event, 0);
    if (!event)
        return XDP_PASS;
    if (context->ingress_ifindex == 0)
        return XDP_DROP;
    *event = context->ingress_ifindex;
    bpf_ringbuf_submit(event, 0);
    return XDP_PASS;
}

SEC("xdp")
int wrong_map(struct xdp_md *context)
{
    __u32 key = 0;
    return bpf_map_lookup_elem(&events, &key) ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int size(struct xdp_md *context)
{
    __u64 bytes[4] = {};
    return bpf_ringbuf_output(&events, bytes, context->rx_queue_index, 0) ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int buffer(struct xdp_md *context)
{
    volatile __u8 seen[16] = {};
    seen[context->rx_queue_index] = 1;
    return seen[0] ? XDP_DROP : XDP_PASS;
}
