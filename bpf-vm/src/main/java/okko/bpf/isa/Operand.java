package okko.bpf.isa;

/** The second operand of an arithmetic, jump or store instruction: a register or a constant (RFC 9669, section 4.1). */
public sealed interface Operand permits Reg, Imm {}
