package wordcounter.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.replay.ReplayFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;
import wordcounter.testing.InMemoryUploads;
import wordcounter.uploaded.UploadedWordsFunction;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;

/**
 * The bucket, Lambda's asynchronous queue behind it, the table of uploads, and the function that counts files.
 *
 * <p>S3 tells of a file at least once. A failed invocation is tried again after one minute and after two more; then, or after six hours,
 * it is a dead letter (AWS: "Amazon S3 Event Notifications", "How Lambda handles errors and retries with asynchronous invocation").
 */
final class FileBucket {

    private static final Duration MAX_EVENT_AGE = Duration.ofHours(6);
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final String BUCKET = "texts";

    private final World world;
    private final Topic topic;
    private final InMemoryUploads uploads = new InMemoryUploads();

    /** By key and version. */
    private final Map<String, byte[]> files = new HashMap<>();

    private final Map<String, String> newest = new HashMap<>();
    private boolean isBroken;

    FileBucket(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
    }

    /** The function fails whenever it is invoked, until it is mended. */
    void breakFunction() {
        isBroken = true;
    }

    void mend() {
        isBroken = false;
    }

    /**
     * A client puts a file, in which each request is a line.
     *
     * @param notifications how often S3 tells of it
     */
    void put(String key, List<Request> lines, int notifications) {
        String text = lines.stream().map(Request::text).collect(Collectors.joining("\n"));
        world.soon("a client", "uploads " + key + ": " + lines, () -> {
            lines.forEach(line -> world.truth().uploaded(line.words()));
            put(key, text.getBytes(StandardCharsets.UTF_8), notifications);
        });
    }

    /** Somebody puts a file that is no text, after a line that would be one. */
    void putPoison(String key) {
        byte[] bytes = "word word\n?".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;
        put(key, bytes, 1);
    }

    private void put(String key, byte[] content, int notifications) {
        String version = "v" + (files.size() + 1);
        files.put(key + " " + version, content);
        newest.put(key, version);
        JsonObject event = Lambda.event(List.of(Map.of(
                "eventTime",
                world.now().toString(),
                "s3",
                Map.of(
                        "bucket",
                        Map.of("name", BUCKET),
                        "object",
                        Map.of("key", key, "size", content.length, "versionId", version)))));
        for (int i = 0; i < notifications; i++) {
            world.soon("S3", "tells of " + key + " " + version, () -> invoke(event));
        }
    }

    /** Lambda takes the event, and has it worked on as soon as its turn comes. */
    void invoke(JsonObject s3Event) {
        invoke(s3Event, world.now(), 1);
    }

    private void invoke(JsonObject s3Event, Instant since, int attempt) {
        if (since.plus(MAX_EVENT_AGE).isBefore(world.now())) {
            giveUp(s3Event, "EventAgeExceeded");
            return;
        }
        world.start("uploaded words", UploadedWordsFunction.TIMEOUT, function(s3Event), ending -> {
            if (ending instanceof Ending.Returned) {
                return;
            }
            if (attempt > RETRIES.size()) {
                giveUp(s3Event, "RetriesExhausted");
            } else {
                world.after(RETRIES.get(attempt - 1), "Lambda tries again", () -> invoke(s3Event, since, attempt + 1));
            }
        });
    }

    private void giveUp(JsonObject s3Event, String condition) {
        world.deadLetter(
                "Lambda",
                new JsonObject(Map.of(
                        "version",
                        "1.0",
                        "requestContext",
                        Map.of("functionArn", ReplayFunction.UPLOADED_WORDS, "condition", condition),
                        "requestPayload",
                        s3Event.members())));
    }

    private Program function(JsonObject s3Event) {
        Deployment deployment = world.deployment();
        boolean fails = isBroken;
        return calls -> {
            if (fails) {
                throw new IllegalStateException("broken");
            }
            Surroundings surroundings = new Surroundings(calls);
            return Lambda.answer(
                    UploadedWordsFunction.handler(
                            calls,
                            cut(deployment),
                            surroundings,
                            world.variant().uploads(new CalledUploads(calls), surroundings.unpublished),
                            world.eventCounter(calls, deployment),
                            world.parking(calls),
                            world.log()),
                    world.variant().uploadedFiles(s3Event),
                    UploadedWordsFunction.TIMEOUT);
        };
    }

    /** Another deployment cuts files in other places. */
    private static Cut cut(Deployment deployment) {
        return new Cut(1, 16 + 8 * Math.min(deployment.chunkSize(), 5), 1_000);
    }

    private byte[] content(UploadedFile file) {
        String version = files.containsKey(file.key() + " " + file.version())
                ? file.version()
                : Optional.ofNullable(newest.get(file.key())).orElseThrow();
        return Optional.ofNullable(files.get(file.key() + " " + version)).orElseThrow();
    }

    private final class Surroundings implements UploadedWordsFunction.Surroundings {

        private final Calls calls;

        /** What a variant holds back. */
        private final List<Runnable> unpublished = new ArrayList<>();

        Surroundings(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void publish(WordsEvent event) {
            if (world.variant().holdsBackUploads()) {
                unpublished.add(() -> publishNow(event));
            } else {
                publishNow(event);
            }
        }

        private void publishNow(WordsEvent event) {
            Object _ = calls.make(Operation.PUBLISH, event.eventId(), () -> {
                topic.deliver(event.toJson(), Map.of(), Arrival.ONCE);
                return "";
            });
        }

        @Override
        public byte[] read(UploadedFile file, long from, int length) {
            return calls.make(Operation.READ_FILE, file.key() + " from " + from, () -> {
                byte[] content = content(file);
                return Arrays.copyOfRange(content, (int) from, Math.min((int) from + length, content.length));
            });
        }

        @Override
        public void invoke(JsonObject event) {
            Object _ = calls.make(Operation.START, "itself", () -> {
                world.soon("Lambda", "takes what is left", () -> FileBucket.this.invoke(event));
                return "";
            });
        }
    }

    private final class CalledUploads implements Uploads {

        private final Calls calls;

        CalledUploads(Calls calls) {
            this.calls = calls;
        }

        @Override
        public Optional<Upload> find(String uploadId) {
            return calls.make(Operation.READ_UPLOAD, short8(uploadId), () -> uploads.find(uploadId));
        }

        @Override
        public Upload begin(String uploadId, UploadedFile file, Cut cut) {
            return calls.make(
                    Operation.WRITE_UPLOAD,
                    "begin " + short8(uploadId) + " by " + cut,
                    () -> uploads.begin(uploadId, file, cut));
        }

        @Override
        public Progress advance(String uploadId, Progress progress) {
            return calls.make(
                    Operation.WRITE_UPLOAD,
                    "advance " + short8(uploadId) + " to " + progress,
                    () -> uploads.advance(uploadId, progress));
        }

        @Override
        public void refuse(String uploadId, UploadedFile file, String reason) {
            Object _ = calls.make(Operation.WRITE_UPLOAD, "refuse " + short8(uploadId), () -> {
                uploads.refuse(uploadId, file, reason);
                return "";
            });
        }

        private static String short8(String uploadId) {
            return "%.8s".formatted(uploadId);
        }
    }
}
