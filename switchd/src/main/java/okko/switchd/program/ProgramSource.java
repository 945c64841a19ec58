package okko.switchd.program;

/**
 * What a program was loaded from; kept, so that it can be loaded again elsewhere. The bytes are not to be changed.
 *
 * @param object  contents of the ELF file
 * @param options how
 */
record ProgramSource(byte[] object, ProgramOptions options) {}
