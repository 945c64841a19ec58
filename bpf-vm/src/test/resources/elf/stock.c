/* An ordinary XDP program, against the headers that everybody uses (Debian: libbpf-dev, linux-libc-dev). */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct datarec {
    __u64 packets;
    __u64 bytes;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct datarec);
    __uint(max_entries, 256);
} by_protocol SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, __be32);
    __type(value, __u8);
    __uint(max_entries, 1000);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __uint(pinning, LIBBPF_PIN_BY_NAME);
} blocked SEC(".maps");

static __always_inline int parse_ip(void *data, void *data_end, struct iphdr **ip)
{
    struct ethhdr *eth = data;
    if ((void *)(eth + 1) > data_end || eth->h_proto != bpf_htons(ETH_P_IP))
        return -1;
    *ip = (void *)(eth + 1);
    return (void *)(*ip + 1) > data_end ? -1 : 0;
}

SEC("xdp")
int xdp_block(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *data_end = (void *)(long)ctx->data_end;
    struct iphdr *ip;
    struct datarec *rec;
    __u32 protocol;
    if (parse_ip(data, data_end, &ip) < 0)
        return XDP_PASS;
    protocol = ip->protocol;
    rec = bpf_map_lookup_elem(&by_protocol, &protocol);
    if (rec) {
        rec->packets++;
        rec->bytes += data_end - data;
    }
    if (bpf_map_lookup_elem(&blocked, &ip->saddr)) {
        bpf_printk("blocked %x", bpf_ntohl(ip->saddr));
        return XDP_DROP;
    }
    return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
