package localrunner.s3;

import static localrunner.application.ApplicationBuilder.applicationIn;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.KeyAlias;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeServer;
import localrunner.invoke.AsyncInvoker;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** S3 with two buckets behind an edge port of its own, and what its buckets tell. */
final class S3Fixture implements AutoCloseable {

    static final String REGION = "eu-west-1";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    /** Keeps versions. */
    static final String INBOX = "demo-inbox";

    /** Never kept versions, and tells nobody. */
    static final String PLAIN = "demo-plain";

    static final KeyAlias ALIAS =
            new KeyAlias("alias/texts", "arn:aws:kms:eu-west-1:000000000000:key/11111111-2222-3333-4444-555555555555");

    record Told(String whom, String message) {}

    final ManualTime time;
    final RecordingConsole console = new RecordingConsole();
    final List<Told> told = new CopyOnWriteArrayList<>();
    final EdgeServer edge;
    final LocalS3 s3;
    private AsyncInvoker functions = (function, payload) -> told.add(new Told(function, payload));

    S3Fixture(Path folder, ManualTime time, Bucket.Notification... notifications) {
        this(folder, time, Bucket.Encryption.BY_S3, notifications);
    }

    S3Fixture(Path folder, ManualTime time, Bucket.Encryption encryption, Bucket.Notification... notifications) {
        this.time = time;
        Application application = applicationIn(REGION)
                .with(
                        bucket(INBOX, Bucket.Versioning.ENABLED, encryption, notifications),
                        bucket(PLAIN, Bucket.Versioning.NEVER, Bucket.Encryption.BY_S3))
                .with(ALIAS)
                .build();
        AtomicInteger ids = new AtomicInteger();
        edge = EdgeServer.bind(0, Optional.empty(), console, () -> "edge-request");
        s3 = new LocalS3(
                application,
                folder,
                (function, payload) -> functions.enqueue(function, payload),
                (topic, subject, message) -> told.add(new Told(topic + " " + subject.orElse(""), message)),
                new ServiceContext(
                        time,
                        console,
                        () -> "id-" + ids.incrementAndGet(),
                        (queue, body) -> told.add(new Told(queue, body))));
        edge.start(List.of(), List.of(s3));
    }

    static Bucket bucket(
            String name,
            Bucket.Versioning versioning,
            Bucket.Encryption encryption,
            Bucket.Notification... notifications) {
        return new Bucket(name, name, "arn:aws:s3:::" + name, versioning, encryption, Arrays.asList(notifications));
    }

    void functionsAre(AsyncInvoker other) {
        functions = other;
    }

    URI address() {
        return edge.uri();
    }

    /** The SDK's client with nothing set but the address, as {@code AWS_ENDPOINT_URL} sets it. */
    S3Client client() {
        return builder().build();
    }

    S3ClientBuilder builder() {
        return S3Client.builder()
                .endpointOverride(address())
                .region(Region.of(REGION))
                .credentialsProvider(CREDENTIALS)
                .httpClient(ApacheHttpClient.create());
    }

    @Override
    public void close() {
        edge.close();
        s3.close();
        time.close();
    }
}
