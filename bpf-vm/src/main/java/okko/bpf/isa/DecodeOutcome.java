package okko.bpf.isa;

import java.util.List;

/** What became of an attempt to decode bytes. */
public sealed interface DecodeOutcome {

    /**
     * The bytes are a well-formed program.
     *
     * @param code its instructions
     */
    record Decoded(Code code) implements DecodeOutcome {}

    /**
     * The bytes are no program.
     *
     * @param errors at least one, in the order of their pcs
     */
    record Malformed(List<CodeError> errors) implements DecodeOutcome {}
}
