/* Accesses that libbpf would adapt to the running kernel. */
#include "xdp.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct own {
    __u32 a;
    __u32 b;
};
struct task___old {
    __u32 pid;
};
#pragma clang attribute pop

struct own saved;

SEC("xdp")
int own_type(struct xdp_md *ctx)
{
    struct own *own = &saved;
    return own->b + __builtin_preserve_field_info(own->a, 2);
}

SEC("xdp")
int flavour(struct xdp_md *ctx)
{
    struct task___old *task = (void *)(long)ctx->data;
    return task->pid;
}

SEC("xdp")
int kernel_id(struct xdp_md *ctx)
{
    return __builtin_btf_type_id(*(struct own *)0, 1);
}
