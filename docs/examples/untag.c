/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An XDP program, for actions=prog:N: it takes a VLAN tag off, by moving the packet's begin.
 *
 *     a tag with VLAN id 7    is taken off, and the packet goes on (XDP_PASS)
 *     other tags              the packet goes back where it came from (XDP_TX)
 *     no tag                  is dropped (XDP_DROP)
 */
#include "../../evaluation/src/main/bpf/xdp.h"

struct tagged {
    unsigned char addresses[12];
    unsigned short tag_type;
    unsigned short control;
    unsigned short type;
} __attribute__((packed));

SEC("xdp")
int untag(struct xdp_md *context) {
    struct tagged *packet = (void *) (long) context->data;
    void *end = (void *) (long) context->data_end;
    if ((void *) (packet + 1) > end || packet->tag_type != __builtin_bswap16(0x8100)) {
        return XDP_DROP;
    }
    if ((__builtin_bswap16(packet->control) & 0xfff) != 7) {
        return XDP_TX;
    }
    unsigned char addresses[12];
    __builtin_memcpy(addresses, packet->addresses, sizeof(addresses));
    if (bpf_xdp_adjust_head(context, 4)) {
        return XDP_ABORTED;
    }
    packet = (void *) (long) context->data;
    end = (void *) (long) context->data_end;
    if ((void *) packet + sizeof(addresses) > end) {
        return XDP_ABORTED;
    }
    __builtin_memcpy(packet->addresses, addresses, sizeof(addresses));
    return XDP_PASS;
}
