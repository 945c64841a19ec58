/* SPDX-License-Identifier: Apache-2.0 */
/* Counts TCP packets by destination port in a hash map, drops those to one port; a global variable counts all frames. */
#include "xdp.h"

struct port_count {
    __u64 packets;
    __u64 bytes;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, __u16);
    __type(value, struct port_count);
} ports SEC(".maps");

const volatile __u16 closed_port = 7000; /* .rodata */
__u64 frames;                            /* .bss */

SEC("xdp")
int count_ports(struct xdp_md *context)
{
    const __u8 *frame = (void *) (long) context->data;
    const __u8 *end = (void *) (long) context->data_end;
    frames++;
    if (frame + 54 > end) /* Ethernet 14, IPv4 20, TCP 20 */
        return XDP_PASS;
    if (*(__u16 *) (frame + 12) != bpf_htons(0x0800) || frame[14] != 0x45 || frame[23] != 6)
        return XDP_PASS;

    __u16 port = bpf_ntohs(*(__u16 *) (frame + 36));
    struct port_count *count = bpf_map_lookup_elem(&ports, &port);
    if (count) {
        count->packets++;
        count->bytes += end - frame;
    } else {
        struct port_count first = {1, end - frame};
        bpf_map_update_elem(&ports, &port, &first, BPF_ANY);
    }
    return port == closed_port ? XDP_DROP : XDP_PASS;
}
