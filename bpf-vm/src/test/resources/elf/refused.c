/* References that cannot be kept. */
#include "oko.h"

extern u64 nowhere(u64);
extern const u64 unknown_variable;
extern long bpf_redirect(u32 port, u64 flags);

static const char text[] = "text";
const char *volatile pointer = text;

u64 entry(const u8 *packet, u64 length)
{
    return pointer[0];
}

u64 entry_undefined(const u8 *packet, u64 length)
{
    return nowhere(length);
}

u64 entry_variable(const u8 *packet, u64 length)
{
    return unknown_variable;
}

u64 entry_foreign(const u8 *packet, u64 length)
{
    return bpf_redirect(1, 0);
}
