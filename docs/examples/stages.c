/* SPDX-License-Identifier: Apache-2.0 */
/* Two programs in a row: the first looks at Ethernet and goes on with the one for what is inside, by a tail call. */
#include "xdp.h"

int ipv4(struct xdp_md *context);
int arp(struct xdp_md *context);

enum { IPV4, ARP };

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 2);
    __uint(key_size, sizeof(__u32));
    __array(values, int(struct xdp_md *));
} stages SEC(".maps") = {
    .values = {[IPV4] = (void *) &ipv4, [ARP] = (void *) &arp},
};

SEC("xdp")
int ethernet(struct xdp_md *context)
{
    const __u8 *frame = (void *) (long) context->data;
    if (frame + 14 > (const __u8 *) (long) context->data_end)
        return XDP_DROP;
    __u16 type = bpf_ntohs(*(__u16 *) (frame + 12));
    if (type == 0x0800)
        bpf_tail_call(context, &stages, IPV4);
    else if (type == 0x0806)
        bpf_tail_call(context, &stages, ARP);
    return XDP_DROP; /* neither; or no program is there */
}

SEC("xdp/ipv4")
int ipv4(struct xdp_md *context)
{
    const __u8 *frame = (void *) (long) context->data;
    if (frame + 34 > (const __u8 *) (long) context->data_end)
        return XDP_DROP;
    return frame[22] > 1 ? XDP_PASS : XDP_DROP; /* time to live */
}

SEC("xdp/arp")
int arp(struct xdp_md *context)
{
    return XDP_TX;
}
