package okko.switchd.packet;

/**
 * Nothing, a cache line long: the JVM lays the fields of a class out behind those of the class that it extends, so
 * what another thread writes before them in memory is on another line.
 */
abstract class PaddingBefore {

    private long line0;
    private long line1;
    private long line2;
    private long line3;
    private long line4;
    private long line5;
    private long line6;
    private long line7;
}
