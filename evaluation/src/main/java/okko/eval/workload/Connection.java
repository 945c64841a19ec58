package okko.eval.workload;

/**
 * A TCP connection, the same for both directions.
 *
 * @param lowAddress  of the two ends the one that compares lower, as address and port
 * @param lowPort     that end's port
 * @param highAddress of the other end
 * @param highPort    the other end's port
 */
record Connection(int lowAddress, int lowPort, int highAddress, int highPort) {

    static Connection of(int source, int sourcePort, int destination, int destinationPort) {
        int order = Integer.compareUnsigned(source, destination);
        return order < 0 || order == 0 && sourcePort <= destinationPort
                ? new Connection(source, sourcePort, destination, destinationPort)
                : new Connection(destination, destinationPort, source, sourcePort);
    }
}
