/* One map with a value of each kind of type. */
#include "xdp.h"

enum state { NEW, OPEN = 5, CLOSED = -1 };
enum wide { SMALL = 1, LARGE = 0x1234567890ull };

typedef struct {
    __u16 port;
    _Bool used;
} endpoint;

struct node {
    struct node *next;
    __u32 depth;
};

struct everything {
    __s32 balance;
    unsigned long long huge;
    char name[8];
    __u8 mac[6];
    signed char level;
    enum state state;
    endpoint ends[2];
    union {
        __u32 v4;
        __u8 v6[16];
    } address;
    struct {
        __u32 low : 4, : 3, middle : 9;
        __s32 high : 16;
    };
    struct node *list;
    const volatile endpoint fixed;
    float ratio;
    double share;
    unsigned __int128 product;
    enum state narrow : 3;
    void (*callback)(void);
    struct opaque *handle;
    int matrix[2][3];
};

struct {
    __uint(type, HASH);
    __uint(max_entries, 8);
    __type(key, struct node);
    __type(value, struct everything);
} things SEC(".maps");

struct {
    __uint(type, ARRAY);
    __uint(max_entries, 8);
    __type(key, enum wide);
    __type(value, enum wide);
} wides SEC(".maps");

struct everything one;
struct node tree = {&tree, 3};

SEC("xdp")
int look_up(struct xdp_md *ctx)
{
    struct node key = {};
    enum wide wide = LARGE;
    return bpf_map_lookup_elem(&things, &key) || bpf_map_lookup_elem(&wides, &wide);
}

SEC("xdp")
int global(struct xdp_md *ctx)
{
    return one.balance++;
}

SEC("xdp")
int address(struct xdp_md *ctx)
{
    return tree.depth++;
}
