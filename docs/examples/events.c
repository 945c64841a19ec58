/* SPDX-License-Identifier: Apache-2.0 */
/* Tells a consumer of each SYN: a record in a ring buffer. */
#include "xdp.h"

struct syn {
    __u32 source; /* network order */
    __u32 destination;
    __u64 bytes;
    __u16 port;
    __u16 window;
    __u32 queue;
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 65536); /* bytes */
} syns SEC(".maps");

SEC("xdp")
int tell(struct xdp_md *context)
{
    const __u8 *frame = (void *) (long) context->data;
    const __u8 *end = (void *) (long) context->data_end;
    if (frame + 54 > end || *(__u16 *) (frame + 12) != bpf_htons(0x0800) || frame[14] != 0x45 || frame[23] != 6)
        return XDP_PASS;
    if (frame[47] != 0x02)
        return XDP_PASS;
    struct syn *record = bpf_ringbuf_reserve(&syns, sizeof *record, 0);
    if (!record)
        return XDP_PASS; /* the consumer is slow: this one is lost */
    record->source = *(__u32 *) (frame + 26);
    record->destination = *(__u32 *) (frame + 30);
    record->port = bpf_ntohs(*(__u16 *) (frame + 36));
    record->window = bpf_ntohs(*(__u16 *) (frame + 48));
    record->bytes = end - frame;
    record->queue = context->rx_queue_index;
    bpf_ringbuf_submit(record, 0);
    return XDP_PASS;
}
