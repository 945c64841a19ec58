package okko.switchd.port;

/**
 * A port that is open, with what was asked for.
 *
 * @param config name, number and kind
 * @param port   the port
 */
public record OpenPort(PortConfig config, Port port) {}
