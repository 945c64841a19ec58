package okko.switchd.openflow;

/** Okko's own extension: programs and their maps; {@code docs/openflow.md} has every byte of it. */
public sealed interface ProgramMessage extends Message {

    /** Asks which programs there are. */
    record ListPrograms() implements ProgramMessage {}
}
