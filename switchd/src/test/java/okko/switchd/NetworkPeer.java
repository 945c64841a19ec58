package okko.switchd;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * A host's program in a test, with real sockets: {@code serve PORT} echoes UDP datagrams and TCP streams, {@code udp
 * ADDRESS PORT BYTES} and {@code tcp ADDRESS PORT BYTES} send bytes and want them back. Prints one word.
 */
final class NetworkPeer {

    private static final int PATIENCE_MS = 5_000;

    private NetworkPeer() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "serve" -> serve(Integer.parseInt(arguments[1]));
            case "udp" -> print(udp(target(arguments), Integer.parseInt(arguments[3])));
            case "tcp" -> print(tcp(target(arguments), Integer.parseInt(arguments[3])));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void print(boolean echoed) {
        System.out.println(echoed ? "echoed" : "different");
    }

    private static InetSocketAddress target(String[] arguments) {
        return new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) (i * 31 + i / 251);
        }
        return content;
    }

    private static void serve(int port) throws IOException {
        DatagramSocket datagrams = new DatagramSocket(port);
        Thread.ofPlatform().daemon().start(() -> echo(datagrams));
        try (ServerSocket server = new ServerSocket(port)) {
            System.out.println("listening");
            while (true) {
                try (Socket client = server.accept()) {
                    client.getInputStream().transferTo(client.getOutputStream());
                }
            }
        }
    }

    private static void echo(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean udp(InetSocketAddress target, int bytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MS);
            byte[] content = content(bytes);
            socket.send(new DatagramPacket(content, bytes, target));
            DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(answer);
            return Arrays.equals(content, Arrays.copyOf(answer.getData(), answer.getLength()));
        }
    }

    private static boolean tcp(InetSocketAddress target, int bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(target, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            byte[] content = content(bytes);
            Thread writer = Thread.ofPlatform().start(() -> write(socket, content));
            byte[] answer = socket.getInputStream().readNBytes(bytes);
            writer.join();
            return Arrays.equals(content, answer);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Socket socket, byte[] content) {
        try {
            socket.getOutputStream().write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
