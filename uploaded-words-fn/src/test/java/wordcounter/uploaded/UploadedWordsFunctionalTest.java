package wordcounter.uploaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.S3Exception;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.ParkedItem;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.Publisher;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.testing.EventFiles;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryUploads;
import wordcounter.testing.InOrder;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;
import wordcounter.uploaded.InMemoryS3.Trouble;
import wordcounter.uploaded.UploadedTexts.Limits;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;

class UploadedWordsFunctionalTest {

    private static final String GOOD = "uploaded-words-fn/file.json";
    private static final String BAD = "uploaded-words-fn/bad-too-large.json";
    private static final String GOOD_KEY = "inbox/to be.txt";
    private static final String GOOD_VERSION = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
    private static final String GOOD_TEXT = "To be, or not to be,\nthat is the question";

    /** The good file is put in 2100, so that the sample never grows too old. */
    private static final Instant PUT_AT = Instant.parse("2100-01-01T00:00:00Z");

    private static final String KEY = "inbox/text.txt";

    /** Ten lines, each a chunk of its own, read by ranges that end anywhere, and two chunks between two writes of the progress. */
    private static final Limits SMALL = new Limits(1_000, 2, 7, new Cut(1, 12, 100));

    private static final String TEN_LINES =
            IntStream.range(0, 10).mapToObj(i -> "line n" + i + "\n").collect(Collectors.joining());

    private final ManualClock clock = new ManualClock(PUT_AT);
    private final InMemoryCounts counts = new InMemoryCounts();
    private final InMemoryUploads uploads = new InMemoryUploads();
    private final InMemoryS3 s3 = new InMemoryS3();
    private final Topic topic = new Topic();
    private final List<ParkedItem> parked = new ArrayList<>();
    private final List<JsonObject> handedOn = new ArrayList<>();
    private final LogLines logLines = new LogLines();
    private final EventIds eventIds = new EventIds(new Random(1));

    @Test
    void handleRequest_shouldPublishAndCount_whenTheFileIsAText() {
        s3.put(GOOD_KEY, GOOD_VERSION, GOOD_TEXT.getBytes(StandardCharsets.UTF_8));

        handle(EventFiles.text(GOOD), Limits.of(1_000));

        assertThat(counts.counts())
                .containsEntry("be", 2L)
                .containsEntry("question", 1L)
                .hasSize(8);
        assertThat(topic.published).singleElement().satisfies(event -> {
            assertThat(event.acceptedAt()).isEqualTo(PUT_AT);
            assertThat(event.eventId())
                    .isEqualTo(UploadedFile.of(JsonObject.parse(EventFiles.text(GOOD))
                                    .requiredObjects("Records")
                                    .getFirst())
                            .eventId(eventIds, 0));
        });
        assertThat(parked).isEmpty();
        assertThat(handedOn).isEmpty();
        assertThat(logLines.text()).doesNotContain("question");
    }

    @Test
    void handleRequest_shouldMeasureEachEventOnce() {
        String version = s3.put(KEY, TEN_LINES);
        UploadedWordsHandler measured =
                handler(SMALL, this::handOn, logLines.measuredLog(FunctionModule.UPLOADED_WORDS, clock));

        Invocation.of(measured, event(version, TEN_LINES), Duration.ofSeconds(60));

        assertThat(logLines.metrics()).containsExactly(Map.of("Accepted", topic.published.size()));
    }

    @Test
    void handleRequest_shouldPutAllThatComesOfAFileIntoOneTrace_whoeverGoesOn() {
        String version = s3.put(KEY, TEN_LINES);

        handle(event(version, TEN_LINES), SMALL);
        handle(event(version, TEN_LINES), SMALL);

        assertThat(topic.published)
                .extracting(event -> event.trace().traceId())
                .containsOnly(topic.published.getFirst().trace().traceId());
        assertThat(logLines.lines())
                .allSatisfy(line -> assertThat(line.members())
                        .containsEntry(
                                "trace_id", topic.published.getFirst().trace().traceId())
                        .containsEntry(
                                "correlationId", topic.published.getFirst().correlationId()));
        assertThat(logLines.lines().getLast().requiredString("uploadId"))
                .isEqualTo(topic.published.getFirst().correlationId());
    }

    @Test
    void handleRequest_shouldTakeFurtherAttemptsForNoNews_whenTheFileIsCounted() {
        String version = s3.put(KEY, TEN_LINES);

        handle(event(version, TEN_LINES), SMALL);
        int published = topic.published.size();
        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts())
                .containsEntry("line", 10L)
                .containsEntry("n9", 1L)
                .hasSize(11);
        assertThat(published).isEqualTo(10);
        assertThat(topic.published).hasSize(published);
        assertThat(logLines.lines().getLast().members()).containsEntry("message", "counted before");
    }

    @Test
    void handleRequest_shouldCountBoth_whenOneKeyIsPutTwice() {
        handle(event(s3.put(KEY, "one\n"), "one\n"), SMALL);
        handle(event(s3.put(KEY, "one\n"), "one\n"), SMALL);

        assertThat(counts.counts()).containsEntry("one", 2L);
    }

    @Test
    void handleRequest_shouldHaveNoEffectAtAll_whenTheFileTurnsOutToBeNoText() {
        byte[] noText = (TEN_LINES + "\0").getBytes(StandardCharsets.UTF_8);
        String version = s3.put(KEY, noText);

        handle(event(version, noText.length), SMALL);

        assertThat(topic.published).isEmpty();
        assertThat(counts.counts()).isEmpty();
        assertThat(parked).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(ParkedItem.Kind.UPLOAD_RECORD);
            assertThat(item.function()).isEqualTo(FunctionModule.UPLOADED_WORDS);
            assertThat(item.reason()).isEqualTo("it is no text in UTF-8: byte 80 is NUL");
            assertThat(UploadedFile.of(item.payload()).version()).isEqualTo(version);
        });
        assertThat(upload(version).refusal()).contains("it is no text in UTF-8: byte 80 is NUL");
    }

    @Test
    void handleRequest_shouldParkAndReadNothing_whenTheFileIsTooLarge() {
        handle(EventFiles.text(BAD), Limits.of(100_000_000));

        assertThat(parked)
                .extracting(ParkedItem::reason)
                .containsExactly("the file has 734003200 bytes; at most 100000000 are counted");
        assertThat(s3.ranges()).isEmpty();
    }

    @Test
    void handleRequest_shouldCount_whenARefusedFileComesAgainAndTheLimitIsHigher() {
        String version = s3.put(KEY, TEN_LINES);
        handle(event(version, TEN_LINES), new Limits(79, 2, 7, SMALL.cut()));
        assertThat(upload(version).refusal()).isPresent();

        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts()).containsEntry("line", 10L);
        assertThat(upload(version).refusal()).isEmpty();
        assertThat(upload(version).isCounted()).isTrue();
    }

    @Test
    void handleRequest_shouldCutAsTheFirstAttemptDid_whenADeploymentCutsInAnotherWay() {
        String version = s3.put(KEY, TEN_LINES);
        topic.beforeEach = () -> {
            if (topic.published.size() == 7) {
                throw new IllegalStateException("out of order");
            }
        };
        assertThatThrownBy(() -> handle(event(version, TEN_LINES), SMALL)).hasMessage("out of order");
        assertThat(upload(version).progress()).isEqualTo(new Progress(6, 48));

        topic.beforeEach = () -> {};
        handle(event(version, TEN_LINES), new Limits(1_000, 3, 50, new Cut(1, 30, 5)));

        assertThat(counts.counts()).containsEntry("line", 10L);
        assertThat(topic.published.stream().map(WordsEvent::eventId).distinct()).hasSize(10);
    }

    @Test
    void handleRequest_shouldHandTheRestOn_whenTheTimeIsUp() {
        String version = s3.put(KEY, TEN_LINES);
        topic.beforeEach = () -> clock.advance(Duration.ofSeconds(15));

        handle(event(version, TEN_LINES), SMALL);

        assertThat(handedOn).hasSize(1);
        assertThat(topic.distinctLines()).isBetween(1, 9);
        assertThat(upload(version).progress().chunks()).isBetween(1, 9);

        int invocations = 1;
        while (handedOn.size() == invocations) {
            invocations++;
            handle(handedOn.getLast().toJson(), SMALL);
        }

        assertThat(invocations).isGreaterThan(2);
        assertThat(topic.distinctLines()).isEqualTo(10);
        assertThat(upload(version).isCounted()).isTrue();
    }

    @Test
    void handleRequest_shouldFail_whenTheTimeIsTooShortForAnything() {
        String version = s3.put(KEY, TEN_LINES);

        assertThatThrownBy(() ->
                        Invocation.of(handler(SMALL, this::handOn), event(version, TEN_LINES), Duration.ofSeconds(5)))
                .hasMessageContaining("too short");
        assertThat(handedOn).as("it would go on for ever").isEmpty();
    }

    @Test
    void handleRequest_shouldFail_whenTheRestCantBeHandedOn() {
        String version = s3.put(KEY, TEN_LINES);
        topic.beforeEach = () -> clock.advance(Duration.ofSeconds(10));
        Continuation broken = (function, event) -> {
            throw new IllegalStateException("no answer");
        };

        assertThatThrownBy(
                        () -> Invocation.of(handler(SMALL, broken), event(version, TEN_LINES), Duration.ofSeconds(60)))
                .hasMessage("no answer");

        topic.beforeEach = () -> {};
        handle(event(version, TEN_LINES), SMALL);
        assertThat(topic.distinctLines()).isEqualTo(10);
    }

    @Test
    void handleRequest_shouldFollow_whenAnotherAttemptIsFurther() {
        String version = s3.put(KEY, TEN_LINES);
        topic.beforeEach = () -> {
            topic.beforeEach = () -> {};
            handle(event(version, TEN_LINES), SMALL); // S3's second notification, as fast as can be
        };

        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts()).containsEntry("line", 10L).hasSize(11);
        assertThat(topic.published).as("those of one row come twice").hasSize(12);
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW_DOWN", "LOST_ANSWER", "DROPPED_CONNECTION"})
    void handleRequest_shouldReadARangeAgain_whenS3HasTrouble(Trouble trouble) {
        String version = s3.put(KEY, TEN_LINES);
        s3.order(trouble, trouble, trouble);

        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts()).containsEntry("line", 10L).hasSize(11);
        assertThat(s3.ranges().subList(0, 5))
                .containsExactly("bytes=0-6", "bytes=0-6", "bytes=0-6", "bytes=0-6", "bytes=7-13");
    }

    @Test
    void handleRequest_shouldGoOnWhereItWas_whenS3IsOutOfOrderForLong() {
        String version = s3.put(KEY, TEN_LINES);
        counts.beforeEachCall(() -> {
            counts.beforeEachCall(() -> {});
            s3.order(Trouble.SLOW_DOWN, Trouble.SLOW_DOWN, Trouble.SLOW_DOWN, Trouble.SLOW_DOWN, Trouble.SLOW_DOWN);
        });

        assertThatThrownBy(() -> handle(event(version, TEN_LINES), SMALL)).isInstanceOf(S3Exception.class);
        assertThat(logLines.lines().getLast().members()).containsEntry("message", "not counted to the end");
        assertThat(upload(version).progress()).isEqualTo(new Progress(2, 16));

        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts()).containsEntry("line", 10L).hasSize(11);
        assertThat(topic.published).hasSize(10);
    }

    @Test
    void handleRequest_shouldFailAtOnce_whenItMayNotRead() {
        String version = s3.put(KEY, TEN_LINES);
        s3.order(Trouble.NO_PERMISSION);

        assertThatThrownBy(() -> handle(event(version, TEN_LINES), SMALL)).isInstanceOf(S3Exception.class);
        assertThat(s3.ranges()).hasSize(1);
        assertThat(parked).isEmpty();
    }

    @Test
    void handleRequest_shouldPark_whenTheFileIsDeletedMeanwhile() {
        String version = s3.put(KEY, TEN_LINES);
        topic.beforeEach = () -> s3.delete(KEY, version);

        handle(event(version, TEN_LINES), SMALL);

        assertThat(parked)
                .extracting(ParkedItem::reason)
                .containsExactly("the file was deleted before all of it was counted");
        assertThat(upload(version).refusal()).isPresent();
    }

    @Test
    void handleRequest_shouldPark_whenTheFileIsOlderThanTheLedgerRemembers() {
        String version = s3.put(KEY, TEN_LINES);
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));

        handle(event(version, TEN_LINES), SMALL);

        assertThat(parked).extracting(ParkedItem::reason).containsExactly("older than the ledger remembers");
        assertThat(topic.published).isEmpty();
    }

    @Test
    void handleRequest_shouldTryAChunkAgain_whenTheTopicTakesNothingForAWhile() {
        String version = s3.put(KEY, TEN_LINES);
        topic.failures = 5;

        handle(event(version, TEN_LINES), SMALL);

        assertThat(counts.counts()).containsEntry("line", 10L);
    }

    @Test
    void handleRequest_shouldKeepWhatIsCounted_andFail_whenTheTopicTakesNothingForLong() {
        String version = s3.put(KEY, TEN_LINES);
        topic.afterEach = () -> topic.failures = topic.published.size() >= 5 ? Integer.MAX_VALUE : 0;

        assertThatThrownBy(() -> handle(event(version, TEN_LINES), SMALL)).hasMessageContaining("chunk 5 could not");

        assertThat(upload(version).progress()).isEqualTo(new Progress(5, 40));
    }

    @Test
    void handleRequest_shouldCountEachWord_whenThereAreMoreThanAnEventTakes() {
        String text = IntStream.range(0, 3_000).mapToObj(i -> "w" + i).collect(Collectors.joining("\n"));
        String version = s3.put(KEY, text);

        handle(event(version, text), Limits.of(100_000));

        assertThat(counts.counts()).hasSize(3_000);
        assertThat(topic.published).hasSize(3);
    }

    @Test
    void handleRequest_shouldPassOver_whatHasNoWord() {
        String text = "one\n" + "-".repeat(8) + "\n" + "x".repeat(65) + "\ntwo";
        String version = s3.put(KEY, text);

        handle(event(version, text), new Limits(1_000, 2, 7, new Cut(1, 70, 100)));

        assertThat(counts.counts()).containsOnlyKeys("one", "two");
        assertThat(parked).isEmpty();
    }

    @Test
    void handleRequest_shouldTakeAnEmptyFileForCounted() {
        handle(event(s3.put(KEY, ""), ""), SMALL);

        assertThat(logLines.lines().getLast().members()).containsEntry("message", "counted");
        assertThat(s3.ranges()).isEmpty();
    }

    @Test
    void handleRequest_shouldSayHowManyLinesAreCut() {
        String text = "short\na line that is too long for a chunk\nshort";
        handle(event(s3.put(KEY, text), text), SMALL);

        assertThat(logLines.lines().getLast().members())
                .containsEntry("message", "counted")
                .containsEntry("chunks", 5)
                .containsEntry("linesCut", 2);
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfS3(String event) {
        try {
            handle(event, SMALL);

            assertThat(parked)
                    .singleElement()
                    .satisfies(item -> assertThat(item.reason()).contains("is missing"));
        } catch (InvalidJsonException e) {
            assertThat(e.getMessage()).containsAnyOf("'Records'", "not one JSON object", "not JSON");
        }
        assertThat(counts.calls()).isZero();
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() {
        assertThatCode(() -> handler(SMALL, this::handOn).prime(AwsClients.canned()))
                .doesNotThrowAnyException();
        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> UploadedWordsSettings.of(new Environment(Map.of())))
                .hasMessageContaining("TOPIC_ARN is not set");
    }

    private static String event(String version, String text) {
        return event(version, text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String event(String version, int size) {
        return """
                {"Records":[{"eventTime":"%s","s3":{"bucket":{"name":"b"},"object":{"key":"%s","size":%d,"versionId":"%s"}}}]}""".formatted(PUT_AT, KEY, size, version);
    }

    private Upload upload(String version) {
        UploadedFile file = new UploadedFile("b", KEY, version, 0, PUT_AT);
        return uploads.find(file.uploadId(eventIds)).orElseThrow();
    }

    private void handle(String event, Limits limits) {
        String answer = Invocation.of(handler(limits, this::handOn), event, Duration.ofSeconds(60));

        assertThat(answer).as("nobody waits for one").isEmpty();
    }

    private void handOn(String function, JsonObject event) {
        assertThat(function).isEqualTo(TestContext.INVOKED_ARN);
        handedOn.add(event);
    }

    private UploadedWordsHandler handler(Limits limits, Continuation continuation) {
        return handler(limits, continuation, logLines.log(FunctionModule.UPLOADED_WORDS, clock));
    }

    private UploadedWordsHandler handler(Limits limits, Continuation continuation, JsonLog log) {
        Backoff backoff = new Backoff(clock, new Random(1), clock::advance);
        EventCounter eventCounter = new EventCounter(counts, backoff, clock, ChunkPlan.MAX_SIZE, 32);
        return new UploadedWordsHandler(
                new UploadedTexts(
                        new EventIntake(topic, eventCounter, clock, log),
                        eventIds,
                        uploads,
                        new S3UploadedFiles(s3, backoff),
                        parked::add,
                        new InOrder(),
                        backoff,
                        clock,
                        log,
                        limits),
                continuation,
                clock,
                log);
    }

    /** Keeps what is published, or takes nothing. */
    private static final class Topic implements Publisher {

        private final List<WordsEvent> published = new ArrayList<>();
        private int failures;
        private Runnable beforeEach = () -> {};
        private Runnable afterEach = () -> {};

        /** Of {@link #TEN_LINES}: what is published is counted, by this function or by the multiplier. */
        private int distinctLines() {
            Map<String, WordsEvent> events = new TreeMap<>();
            published.forEach(event -> {
                WordsEvent before = events.putIfAbsent(event.eventId(), event);
                assertThat(before == null || before.words().equals(event.words()))
                        .as("one id, one text")
                        .isTrue();
            });
            return events.values().stream()
                    .mapToInt(event -> event.words().occurrences().getOrDefault("line", 0))
                    .sum();
        }

        @Override
        public void publish(WordsEvent event) {
            beforeEach.run();
            if (failures > 0) {
                failures--;
                throw new PublishException(new IllegalStateException("no answer"));
            }
            published.add(event);
            afterEach.run();
        }
    }
}
