package benchmarks.stub;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the stub on this machine: all services on one port with TLS, and on another one, without TLS, the endpoint from which a
 * function under SnapStart gets its credentials, a server of documents, and one that takes messages as Slack does.
 *
 * <p>Each call takes the time that was set, by a virtual thread that sleeps. DynamoDB's answers have the header {@code x-amz-crc32}, as
 * AWS's have, since clients spend time on checking it. Thread-safe.
 */
public final class AwsStub implements AutoCloseable {

    private static final String CREDENTIALS_PATH = "/2021-04-23/credentials";
    private static final String DOCUMENTS_PATH = "/documents";
    private static final String WEBHOOK_PATH = "/webhook";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("(?:^|&)Message=([^&]*)");
    private static final JsonMapper JSON = new JsonMapper();

    private final DynamoDbStub dynamoDb;
    private final Usage usage = new Usage();
    private final Server server;
    private final ServerConnector tls;
    private final ServerConnector plain;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration callTime;
    private volatile String lastPublished = "";
    private volatile String document = "";
    private volatile ByteBuffer object = ByteBuffer.allocate(0);

    /** Starts the stub on free ports of 127.0.0.1. */
    public AwsStub(List<TableDefinition> tables, Certificates certificates, Duration callTime) {
        this.callTime = callTime;
        dynamoDb = new DynamoDbStub(tables, usage);
        VirtualThreadPool pool = new VirtualThreadPool(2000);
        pool.setVirtualThreadsExecutor(threads);
        server = new Server(pool);
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(certificates.serverKeys());
        ssl.setKeyStorePassword(Certificates.PASSWORD);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(32 * 1024);
        tls = new ServerConnector(server, ssl, new HttpConnectionFactory(http));
        plain = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        for (ServerConnector connector : List.of(tls, plain)) {
            connector.setHost("127.0.0.1");
            connector.setIdleTimeout(Duration.ofMinutes(10).toMillis());
            server.addConnector(connector);
        }
        server.setHandler(new Calls());
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The stub of AWS did not start", e);
        }
    }

    /** The value of {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return URI.create("https://localhost:" + tls.getLocalPort());
    }

    /** The value of {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    public URI credentialsEndpoint() {
        return URI.create("http://127.0.0.1:" + plain.getLocalPort() + CREDENTIALS_PATH);
    }

    /** Where documents are. */
    public URI documents() {
        return URI.create("http://127.0.0.1:" + plain.getLocalPort() + DOCUMENTS_PATH);
    }

    /** Sets what each document says from now on. */
    public void setDocument(String text) {
        document = text;
    }

    /** Sets what is in each object of S3 from now on. */
    public void setObject(byte[] content) {
        object = ByteBuffer.wrap(content.clone());
    }

    /** What was called since the last reset. */
    public Usage usage() {
        return usage;
    }

    /** The message that was published last; empty text before the first one. */
    public String lastPublished() {
        return lastPublished;
    }

    /** The items of a table, in DynamoDB's JSON. */
    public List<ObjectNode> items(String table) {
        return dynamoDb.items(table);
    }

    /** Empties the tables, and counts from 0. */
    public void reset() {
        dynamoDb.clear();
        usage.reset();
    }

    /** Sets how long a call takes from now on. */
    public void setCallTime(Duration callTime) {
        this.callTime = callTime;
    }

    /** Closes all connections, as they are closed when a snapshot is restored hours after it was taken. */
    public void dropConnections() {
        List.of(tls, plain)
                .forEach(connector -> connector.getConnectedEndPoints().forEach(EndPoint::close));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The stub of AWS did not stop", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private final class Calls extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            byte[] body = Content.Source.asInputStream(request).readAllBytes();
            StubAnswer answer = answer(request, body);
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.getHeaders().put("x-amzn-RequestId", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123");
            if (answer.contentType().contains("json")) {
                CRC32 crc = new CRC32();
                crc.update(answer.body());
                response.getHeaders().put("x-amz-crc32", Long.toString(crc.getValue()));
            }
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
        }
    }

    private StubAnswer answer(Request request, byte[] body) throws InterruptedException {
        if (Request.getPathInContext(request).equals(CREDENTIALS_PATH)) {
            usage.add("credentials", 1);
            return StubAnswer.json(200, credentials());
        }
        if (Request.getPathInContext(request).startsWith(DOCUMENTS_PATH + "/")) {
            usage.add("calls documents", 1);
            passCallTime();
            return StubAnswer.text(document);
        }
        if (Request.getPathInContext(request).equals(WEBHOOK_PATH)) {
            usage.add("calls Slack", 1);
            passCallTime();
            return StubAnswer.text("ok");
        }
        if (!request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            usage.add("unsigned calls", 1);
            return StubAnswer.error(
                    "com.amazon.coral.service#MissingAuthenticationTokenException", "Request is missing a signature");
        }
        Optional<String> target = Optional.ofNullable(request.getHeaders().get("X-Amz-Target"));
        if (target.isEmpty()) {
            return request.getMethod().equals("GET")
                    ? s3(Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE)))
                    : sns(new String(body, StandardCharsets.UTF_8));
        }
        String service = target.get().substring(0, target.get().indexOf('.'));
        String operation = target.get().substring(target.get().indexOf('.') + 1);
        JsonNode call = JSON.readTree(body);
        if (service.startsWith("DynamoDB")) {
            usage.add("calls DynamoDB." + operation, 1);
            return dynamoDb.answer(operation, call, this::passCallTime);
        }
        if (service.equals("AmazonSSM")) {
            usage.add("calls SSM." + operation, 1);
            passCallTime();
            return ssm(call);
        }
        usage.add("calls SQS." + operation, 1);
        passCallTime();
        return sqs(operation, call);
    }

    private StubAnswer s3(Optional<String> range) throws InterruptedException {
        usage.add("calls S3.GetObject", 1);
        passCallTime();
        byte[] content = object.array();
        Matcher wanted = RANGE.matcher(range.orElse(""));
        return wanted.matches()
                ? StubAnswer.range(Arrays.copyOfRange(
                        content,
                        Integer.parseInt(wanted.group(1)),
                        Math.min(content.length, Integer.parseInt(wanted.group(2)) + 1)))
                : StubAnswer.error("InvalidRequest", "The stub's S3 gives ranges of objects only");
    }

    /** Slack's webhook is set, and no other parameter. */
    private StubAnswer ssm(JsonNode call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode parameters = answer.putArray("Parameters");
        call.path("Names").forEach(name -> {
            if (name.asString().endsWith("/incoming-webhook-url")) {
                parameters
                        .addObject()
                        .put("Name", name.asString())
                        .put("Type", "SecureString")
                        .put("Value", "http://127.0.0.1:" + plain.getLocalPort() + WEBHOOK_PATH);
            }
        });
        return StubAnswer.json(200, answer);
    }

    private void passCallTime() throws InterruptedException {
        Thread.sleep(callTime);
    }

    private StubAnswer sns(String form) throws InterruptedException {
        if (!form.contains("Action=Publish&")) {
            return StubAnswer.error("InvalidAction", "The stub has no operation of SNS but Publish");
        }
        usage.add("calls SNS.Publish", 1);
        Matcher message = MESSAGE.matcher(form);
        if (message.find()) {
            lastPublished = URLDecoder.decode(message.group(1), StandardCharsets.UTF_8);
        }
        passCallTime();
        return StubAnswer.xml("""
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
                <MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult>\
                <ResponseMetadata><RequestId>f187a3c1-376f-11df-8963-01868b7c937a</RequestId></ResponseMetadata>\
                </PublishResponse>""");
    }

    private static StubAnswer sqs(String operation, JsonNode call) {
        if (!operation.equals("SendMessage")) {
            return StubAnswer.error("com.amazonaws.sqs#UnsupportedOperation", "The stub has no SQS." + operation);
        }
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("MD5OfMessageBody", md5(call.path("MessageBody").asString().getBytes(StandardCharsets.UTF_8)))
                .put("MessageId", "219f8380-5770-4cc2-8c3e-5c715e145f5e");
        if (!call.path("MessageAttributes").isEmpty()) {
            answer.put("MD5OfMessageAttributes", md5(attributes(call.path("MessageAttributes"))));
        }
        return StubAnswer.json(200, answer);
    }

    /** What the MD5 of attributes is made of: AWS document "Amazon SQS message metadata". They are all texts. */
    private static byte[] attributes(JsonNode attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TreeSet<>(attributes.propertyNames()).forEach(name -> {
            append(bytes, name);
            append(bytes, attributes.path(name).path("DataType").asString());
            bytes.write(1);
            append(bytes, attributes.path(name).path("StringValue").asString());
        });
        return bytes.toByteArray();
    }

    private static void append(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode credentials() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("AccessKeyId", "ASIABENCHMARK0000000")
                .put("SecretAccessKey", "benchmark")
                .put("Token", "benchmark")
                .put(
                        "Expiration",
                        Instant.now()
                                .plus(6, ChronoUnit.HOURS)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
    }
}
