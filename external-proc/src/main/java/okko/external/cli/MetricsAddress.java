package okko.external.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where metrics are to be served: a port of this host alone, or of the address before it. */
final class MetricsAddress implements ITypeConverter<InetSocketAddress> {

    private static final Pattern FORM = Pattern.compile("(?:(?<host>[^:]+|\\[[0-9a-fA-F:.]+]):)?(?<port>[0-9]{1,5})");
    private static final int MAX_PORT = 0xffff;

    @Override
    public InetSocketAddress convert(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches() || Integer.parseInt(form.group("port")) > MAX_PORT) {
            throw new TypeConversionException("expected PORT or HOST:PORT, not " + value);
        }
        int port = Integer.parseInt(form.group("port"));
        String host = form.group("host");
        try {
            return new InetSocketAddress(
                    host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new TypeConversionException("no host is known as " + host);
        }
    }
}
