package benchmarks.cost;

import benchmarks.Progress;
import benchmarks.cost.Units.Row;
import benchmarks.events.Vocabulary;
import benchmarks.process.Contender;
import benchmarks.process.ContenderProcess;
import benchmarks.process.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts what each {@link Way} uses, as {@link UnitBenchmark} does for a text. Not thread-safe. */
public final class WayBenchmark {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EVENTS = Path.of("events");
    private static final int WORDS = 10;
    private static final int BATCH = 10;
    private static final int WORDS_OF_A_DOCUMENT = 200;

    private static final int BYTES_OF_A_FILE = 250_000;

    private static final double MEGABYTE = 1e6;

    private final Surroundings surroundings;
    private final Settings settings;
    private final Vocabulary vocabulary = new Vocabulary(20_000);
    private final Random random = new Random(1);
    private final List<Row> rows = new ArrayList<>();
    private int made;

    /**
     * How much is counted.
     *
     * @param warmUps invocations that are not counted
     * @param counted invocations of each way
     * @param callMilliseconds what a call is assumed to take
     */
    record Settings(int warmUps, int counted, double callMilliseconds) {}

    /** The functions of the ways. */
    public record Functions(
            Contender queuedWords, Contender documentWords, Contender uploadedWords, Contender digest) {}

    WayBenchmark(Surroundings surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    Units run(Functions functions, Progress progress) throws IOException, InterruptedException {
        surroundings.aws().setCallTime(Duration.ZERO);
        progress.show("counting: queued texts");
        queuedTexts(functions.queuedWords());
        progress.show("counting: documents");
        documents(functions.documentWords());
        progress.show("counting: uploads");
        uploads(functions.uploadedWords());
        progress.show("counting: milestones, one a second");
        milestones(functions.digest());
        return new Units(rows);
    }

    /** Makes an event that is like no other one. */
    @FunctionalInterface
    private interface Events {
        String next();
    }

    private void measure(Way way, Contender contender, Events events, double aCountedEvent)
            throws InterruptedException {
        surroundings.aws().reset();
        try (ContenderProcess process = started(contender, events.next())) {
            for (int i = 1; i < settings.warmUps(); i++) {
                process.answer(events.next());
            }
            Meter meter = meter(process);
            for (int i = 0; i < settings.counted(); i++) {
                requireDone(meter.answer(events.next()));
            }
            report(way, meter, settings.counted() * aCountedEvent);
        }
    }

    private ContenderProcess started(Contender contender, String event) throws InterruptedException {
        return ContenderProcess.start(contender, surroundings, event).process();
    }

    private Meter meter(ContenderProcess process) {
        return new Meter(process, surroundings.aws(), settings.callMilliseconds());
    }

    private void report(Way way, Meter meter, double number) {
        rows.addAll(meter.rows(Costs.OURS, way.step(), WayCosts.CASE, number));
    }

    /** A message that came again would be counted as if it had been dealt with. */
    private static void requireDone(String answer) {
        if (answer.contains("itemIdentifier")) {
            throw new IllegalStateException("A function did not deal with its event: " + answer);
        }
    }

    private void queuedTexts(Contender queuedWords) throws IOException, InterruptedException {
        JsonNode recorded = recorded("queued-words-fn/texts.json");
        measure(
                Way.QUEUED_TEXT,
                queuedWords,
                () -> event(Stream.generate(() -> message(recorded, base64(words(WORDS)), 0))
                        .limit(BATCH)
                        .toList()),
                BATCH);
    }

    private ObjectNode message(JsonNode recorded, String body, int seconds) {
        ObjectNode message = (ObjectNode) recorded.deepCopy();
        message.put("messageId", "cost-" + ++made);
        message.put("body", body);
        ObjectNode attributes = message.withObject("/attributes");
        attributes.put(
                "SentTimestamp", Long.toString(attributes.path("SentTimestamp").asLong(0) + 1000L * seconds));
        return message;
    }

    /** Each document is counted once before; then it changes twice, and the first change's check finds the second one. */
    private void documents(Contender documentWords) throws IOException, InterruptedException {
        JsonNode change = recorded("document-words-fn/changed.json");
        surroundings.aws().reset();
        String before = words(WORDS_OF_A_DOCUMENT - WORDS);
        try (ContenderProcess process = started(documentWords, event(List.of(message(change, "first", 0))))) {
            for (int i = 0; i < settings.warmUps(); i++) {
                bring(process, change, "warm-" + i, before + " " + "warm" + i);
            }
            for (int i = 0; i < settings.counted(); i++) {
                bring(process, change, "cost-" + i, before);
                process.answer(event(List.of(message(change, "cost-" + i, 10))));
            }
            Meter changes = meter(process);
            for (int i = 0; i < settings.counted(); i++) {
                requireDone(changes.answer(event(List.of(message(change, "cost-" + i, 20)))));
                requireDone(changes.answer(check(change, "cost-" + i, 10)));
            }
            report(Way.DOCUMENT_CHANGE, changes, settings.counted());
            surroundings.aws().setDocument(before + " " + newWords());
            Meter fetches = meter(process);
            for (int i = 0; i < settings.counted(); i++) {
                requireDone(fetches.answer(check(change, "cost-" + i, 20)));
            }
            report(Way.DOCUMENT_FETCH, fetches, settings.counted());
        }
    }

    private void bring(ContenderProcess process, JsonNode change, String document, String content)
            throws InterruptedException {
        surroundings.aws().setDocument(content);
        process.answer(event(List.of(message(change, document, 0))));
        requireDone(process.answer(check(change, document, 0)).payload());
    }

    /** The check of the change that was sent then. */
    private String check(JsonNode change, String document, int seconds) {
        ObjectNode check = message(change, document, seconds);
        ObjectNode attributes = check.withObject("/messageAttributes");
        attributes.withObject("/route").put("stringValue", "document-check");
        attributes
                .withObject("/changedAt")
                .put("dataType", "String")
                .put(
                        "stringValue",
                        check.path("attributes").path("SentTimestamp").asString());
        return event(List.of(check));
    }

    /** That no text of Zipf's law has. */
    private static String newWords() {
        return Stream.iterate(0, number -> number + 1)
                .limit(WORDS)
                .map(number -> "new" + number)
                .collect(Collectors.joining(" "));
    }

    private void uploads(Contender uploadedWords) throws IOException, InterruptedException {
        JsonNode recorded = recorded("uploaded-words-fn/file.json");
        byte[] content = text(BYTES_OF_A_FILE).getBytes(StandardCharsets.UTF_8);
        surroundings.aws().setObject(content);
        measure(
                Way.UPLOADED_MEGABYTE,
                uploadedWords,
                () -> {
                    ObjectNode file = (ObjectNode) recorded.deepCopy();
                    file.withObject("/s3/object")
                            .put("key", "inbox/" + ++made + ".txt")
                            .put("versionId", "version-" + made)
                            .put("size", content.length);
                    return event(List.of(file));
                },
                content.length / MEGABYTE);
    }

    /** Lines of ten words, of one byte a character. */
    private String text(int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            for (int i = 0; i < WORDS; i++) {
                text.append(vocabulary.draw(random)).append(i < WORDS - 1 ? ' ' : '\n');
            }
        }
        return text.substring(0, bytes);
    }

    private void milestones(Contender digest) throws IOException, InterruptedException {
        JsonNode recorded = recorded("slack-digest-fn/milestones.json");
        measure(
                Way.MILESTONE,
                digest,
                () -> {
                    ObjectNode streamRecord = (ObjectNode) recorded.deepCopy();
                    ObjectNode change = streamRecord.withObject("/dynamodb");
                    String id = "word#cost" + ++made;
                    change.put("ApproximateCreationDateTime", Instant.now().getEpochSecond());
                    change.put("SequenceNumber", Long.toString(made));
                    change.withObject("/Keys/id").put("S", id);
                    change.withObject("/NewImage/id").put("S", id);
                    change.withObject("/NewImage/word").put("S", "cost" + made);
                    return event(List.of(streamRecord));
                },
                1);
    }

    private String words(int number) {
        return String.join(" ", vocabulary.drawDistinct(number, random));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(List<ObjectNode> records) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode all = event.putArray("Records");
        records.forEach(all::add);
        return event.toString();
    }

    /** The first record of a real event. */
    private static JsonNode recorded(String file) throws IOException {
        return JSON.readTree(Files.readString(EVENTS.resolve(file)))
                .path("Records")
                .path(0);
    }
}
