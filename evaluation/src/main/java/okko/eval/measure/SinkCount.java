package okko.eval.measure;

/**
 * What arrived at one sink during a replay.
 *
 * @param port     name of the port
 * @param packets  how many
 * @param bytes    their frames' lengths, summed
 * @param checksum over the frames' bytes; 0 where none was asked for
 */
public record SinkCount(String port, long packets, long bytes, long checksum) {}
