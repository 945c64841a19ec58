/* A writable global: not supported. */
#include "oko.h"

u64 counter = 5;
u64 zero;

u64 entry(const u8 *packet, u64 length)
{
    return counter++;
}

u64 entry_bss(const u8 *packet, u64 length)
{
    return zero++;
}

extern u64 nowhere(u64);

u64 entry_undefined(const u8 *packet, u64 length)
{
    return nowhere(length);
}
