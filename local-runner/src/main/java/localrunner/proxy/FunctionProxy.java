package localrunner.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import localrunner.functions.child.AwsHosts;
import localrunner.http.LocalConnector;

/**
 * The HTTP proxy that functions' clients use, on a port of 127.0.0.1.
 *
 * <p>AWS SDKs before {@code AWS_ENDPOINT_URL} (version 1, and 2 before 2.28.1) call AWS by its host names. What they send
 * to an API of AWS goes to the runner's own port for it instead. Other hosts are reached as from the runner: through
 * the user's proxy where there is one. The addresses from which a cloud machine gives out its credentials are refused;
 * Lambda does not have them either. Tunnels (RFC 9110, 9.3.6) are passed on untouched; of plain HTTP one request goes
 * over a connection. Thread-safe.
 */
public final class FunctionProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int TLS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** Headers that belong to one connection (RFC 9110, 7.6.1). */
    private static final Set<String> CONNECTION_HEADERS =
            Set.of("connection", "keep-alive", "proxy-authorization", "proxy-connection");

    private final ServerSocket listener;
    private final int awsPort;
    private final UsersProxies usersProxies;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private FunctionProxy(ServerSocket listener, int awsPort, UsersProxies usersProxies) {
        this.listener = listener;
        this.awsPort = awsPort;
        this.usersProxies = usersProxies;
    }

    /**
     * Begins to listen on a free port.
     *
     * @param awsPort the port on 127.0.0.1 that stands for every API of AWS, with TLS and without
     */
    public static FunctionProxy start(int awsPort, UsersProxies usersProxies) {
        try {
            ServerSocket listener = new ServerSocket(0, LocalConnector.BACKLOG, InetAddress.getLoopbackAddress());
            FunctionProxy proxy = new FunctionProxy(listener, awsPort, usersProxies);
            Thread.ofVirtual().name("function-proxy").start(proxy::listen);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy for functions can't listen", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(listener);
        sockets.forEach(FunctionProxy::closeQuietly);
    }

    private void listen() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("function-proxy-client").start(() -> serve(client));
            } catch (IOException e) {
                // The proxy is being closed, or a client went away before it was heard.
            }
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            Optional<Head> head = Head.read(in);
            if (head.isPresent()) {
                serve(client, in, head.get());
            }
        } catch (IOException e) {
            // One of the two has gone, and the other is told by the end of its connection.
        } finally {
            sockets.remove(client);
        }
    }

    private void serve(Socket client, InputStream in, Head head) throws IOException {
        Optional<Target> target = head.target();
        if (target.isEmpty()) {
            answer(
                    client,
                    "400 Bad Request",
                    "This is the local runner's proxy for functions; it serves nothing itself.");
            return;
        }
        if (target.get().givesOutCredentials()) {
            answer(client, "403 Forbidden", "Functions have no instance metadata, here as on Lambda.");
            return;
        }
        try (Socket server = connect(target.get(), head.isConnect())) {
            sockets.add(server);
            try {
                if (head.isConnect()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    Optional<URI> via = usersProxyFor(target.get());
                    server.getOutputStream().write(head.forwarded(via.isPresent(), authorization(via)));
                }
                exchange(client, in, server);
            } finally {
                sockets.remove(server);
            }
        } catch (UnreachableException e) {
            answer(client, "502 Bad Gateway", "%s: %s".formatted(target.get().host(), e.getMessage()));
        }
    }

    private Optional<URI> usersProxyFor(Target target) {
        return AwsHosts.isApi(target.host())
                ? Optional.empty()
                : usersProxies.of(target.port() == TLS_PORT ? "https" : "http", target.host());
    }

    /** @param tunnel whether the bytes are the client's own, so that a proxy of the user's has to open a tunnel, too */
    private Socket connect(Target target, boolean tunnel) throws UnreachableException {
        if (AwsHosts.isApi(target.host())) {
            return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), awsPort));
        }
        Optional<URI> via = usersProxyFor(target);
        if (via.isEmpty()) {
            return open(new InetSocketAddress(target.host(), target.port()));
        }
        Socket socket = open(new InetSocketAddress(via.get().getHost(), UsersProxies.port(via.get())));
        if (tunnel) {
            try {
                openTunnel(socket, target, authorization(via));
            } catch (IOException e) {
                closeQuietly(socket);
                throw new UnreachableException("your proxy " + via.get().getHost() + ": " + e.getMessage());
            }
        }
        return socket;
    }

    private static Socket open(InetSocketAddress address) throws UnreachableException {
        Socket socket = new Socket();
        try {
            if (address.isUnresolved()) {
                throw new IOException("there is no such host");
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UnreachableException(String.valueOf(e.getMessage()));
        }
    }

    private static void openTunnel(Socket socket, Target target, String authorization) throws IOException {
        String authority = target.host() + ":" + target.port();
        socket.getOutputStream()
                .write("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n"
                        .formatted(authority, authorization)
                        .getBytes(StandardCharsets.ISO_8859_1));
        // Not buffered: what follows the head is the client's.
        Head answer = Head.read(socket.getInputStream()).orElseThrow(() -> new IOException("it gave no answer"));
        if (!answer.first().matches("HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new IOException("it answered " + answer.first());
        }
    }

    /** The header line for the user's proxy; empty when it wants no password. */
    private static String authorization(Optional<URI> proxy) {
        return proxy.flatMap(UsersProxies::authorization)
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
    }

    private static void exchange(Socket client, InputStream fromClient, Socket server) throws IOException {
        Thread up = Thread.ofVirtual().name("function-proxy-up").start(() -> {
            try {
                fromClient.transferTo(server.getOutputStream());
                server.shutdownOutput();
            } catch (IOException e) {
                closeQuietly(server);
            }
        });
        try {
            server.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
            up.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Socket client, String status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        client.getOutputStream()
                .write(
                        "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                                .formatted(status, body.length)
                                .getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(body);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is closed, or as good as.
        }
    }

    /** Says why a host can't be reached. */
    private static final class UnreachableException extends IOException {
        UnreachableException(String message) {
            super(message);
        }
    }

    /** @param host without the brackets of an IPv6 address */
    private record Target(String host, int port) {

        boolean givesOutCredentials() {
            return host.startsWith("169.254.") || host.equalsIgnoreCase("fd00:ec2::254");
        }

        static Optional<Target> of(String authority, int defaultPort) {
            int colon = authority.lastIndexOf(':');
            boolean hasPort = colon > authority.lastIndexOf(']');
            String host = hasPort ? authority.substring(0, colon) : authority;
            try {
                int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : defaultPort;
                String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
                return port > 0 && port < 65_536 && !name.isEmpty()
                        ? Optional.of(new Target(name, port))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** The head of a message: its first line, and its header lines. */
    private record Head(String first, List<String> headers) {

        /** Empty when the connection ends before a whole head. */
        static Optional<Head> read(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int newlines = 0;
            while (newlines < 2) {
                int next = in.read();
                if (next < 0 || bytes.size() >= LARGEST_HEAD) {
                    return Optional.empty();
                }
                bytes.write(next);
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            }
            List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Head(lines.getFirst(), lines.subList(1, lines.size())));
        }

        boolean isConnect() {
            return first.startsWith("CONNECT ");
        }

        private String requestTarget() {
            String[] parts = first.split(" ", 3);
            return parts.length == 3 ? parts[1] : "";
        }

        Optional<Target> target() {
            String target = requestTarget();
            if (isConnect()) {
                return Target.of(target, TLS_PORT);
            }
            return target.regionMatches(true, 0, "http://", 0, 7)
                    ? Target.of(target.substring(7).split("[/?]", 2)[0], HTTP_PORT)
                    : Optional.empty();
        }

        /**
         * The head for the next server, which closes the connection after its answer.
         *
         * @param toProxy whether that is a proxy, which wants the whole URL
         * @param authorization a header line, or nothing
         */
        byte[] forwarded(boolean toProxy, String authorization) {
            String target = requestTarget();
            String path = target.substring(7).replaceFirst("^[^/?]*", "");
            String origin = path.startsWith("/") ? path : "/" + path;
            String line = toProxy ? first : first.replace(" " + target + " ", " " + origin + " ");
            return (line + "\r\n"
                            + headers.stream()
                                    .filter(header -> !CONNECTION_HEADERS.contains(
                                            header.split(":", 2)[0].strip().toLowerCase(Locale.ROOT)))
                                    .map(header -> header + "\r\n")
                                    .collect(Collectors.joining())
                            + authorization
                            + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
