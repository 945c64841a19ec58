/* Functions of the program itself: static, global, in another section, recursive structure of calls. */
#include "oko.h"

static __attribute__((noinline)) u64 add(u64 a, u64 b)
{
    return a + b;
}

__attribute__((noinline)) u64 twice(u64 a)
{
    return add(a, a) + 1;
}

u64 entry(const u8 *packet, u64 length)
{
    return twice(length) + add(length, 100);
}

__attribute__((section("other"))) u64 elsewhere(const u8 *packet, u64 length)
{
    return twice(length) * 10;
}
