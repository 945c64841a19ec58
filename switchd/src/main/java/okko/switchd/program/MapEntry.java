package okko.switchd.program;

/**
 * An entry of a map.
 *
 * @param key   a copy
 * @param value a copy; may be half-changed if a program was writing to it
 */
public record MapEntry(byte[] key, byte[] value) {}
