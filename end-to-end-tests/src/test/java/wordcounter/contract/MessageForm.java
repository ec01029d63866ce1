package wordcounter.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.CounterValues;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;
import wordcounter.counts.Tally;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentItem;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.DocumentMessage.Kind;
import wordcounter.dynamodb.StoredItem;
import wordcounter.dynamodb.TimedReads;
import wordcounter.events.WordsEvent;
import wordcounter.http.IdempotencyKey;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.FunctionModule;
import wordcounter.slack.DigestRequest;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.Milestone;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SeenAttribute;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.Totals;
import wordcounter.testing.InMemoryTable;
import wordcounter.testing.InOrder;
import wordcounter.testing.ManualClock;
import wordcounter.tracing.TraceContext;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadItem;
import wordcounter.uploads.UploadedFile;
import wordcounter.words.Words;

/**
 * How today's code reads and writes a message.
 *
 * @param message what asyncapi.yaml calls it, such as {@code words-event.v1}
 * @param read what the code takes a sample for
 * @param meanings what each kept sample means, by its file; a sample means the same for ever
 * @param written what the code writes, plain and at its limits; nothing for what API Gateway writes, and for items, whose writes are
 *     expressions that only a table carries out: those are {@link StoredItemsIT}'s
 */
record MessageForm(String message, Function<Sample, ?> read, Map<String, ?> meanings, List<Sample> written) {

    private static final String REQUEST = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
    private static final String SQS_MESSAGE = "059f36b4-87a3-44ab-83d2-661975830a7d";
    private static final TraceContext HOP = TraceContext.parse(
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-c6af9ac67b6111e6-01")
            .orElseThrow();
    private static final String EVENT = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final String HASH = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    private static final String BUCKET = "word-counter-dev-inbox-1abcdefghijkl";
    private static final String FILE_VERSION = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
    private static final Instant ACCEPTED_AT = Instant.parse("2026-11-27T12:00:00.123Z");
    private static final Instant CHANGED_AT = Instant.ofEpochMilli(1_795_262_400_123L);
    private static final DocumentId DOCUMENT = new DocumentId("handbook/chapter 1");
    private static final Words WORDS = Words.of(Map.of("to", 1, "be", 2));

    @Override
    public String toString() {
        return message;
    }

    static List<MessageForm> all() {
        return List.of(
                wordsEvent(),
                queuedText(),
                documentChange(),
                documentCheck(),
                parkedItem(),
                milestones(),
                uploadContinuation(),
                replayRequest(),
                replayReport(),
                replayRefusal(),
                digestRequest(),
                digestAnswer(),
                counter(),
                summary(),
                totals(),
                ledgerEntry(),
                document(),
                upload(),
                milestoneClaim(),
                channelTurn());
    }

    private static Map<String, Object> versioned(Object meaning) {
        return Map.of("v1.json", meaning, "v1-with-version.json", meaning);
    }

    private static MessageForm wordsEvent() {
        WordsEvent event = new WordsEvent(EVENT, REQUEST, ACCEPTED_AT, WORDS);
        WordsEvent traced = new WordsEvent(EVENT, REQUEST, HOP, ACCEPTED_AT, WORDS);
        Words most = Words.of(IntStream.range(0, Words.MAX_DISTINCT)
                .boxed()
                .collect(Collectors.toMap("word-%059d"::formatted, _ -> Integer.MAX_VALUE)));
        return new MessageForm(
                "words-event.v1",
                sample -> WordsEvent.parse(sample.payloadJson()),
                Map.of("v1.json", event, "v1-with-version.json", event, "v1-with-trace.json", traced),
                List.of(
                        Sample.ofJson(event.toJson()),
                        Sample.ofJson(new WordsEvent("e", "", Instant.parse("2000-01-01T00:00:00Z"), most).toJson())));
    }

    private static QueueMessage received(Sample sample) {
        return new QueueMessage(SQS_MESSAGE, ACCEPTED_AT, sample.text(), sample.headers());
    }

    private static MessageForm queuedText() {
        String text = "To be, or not to be";
        return new MessageForm(
                "queued-text.v1",
                sample -> QueuedText.of(received(sample)),
                Map.of(
                        "v1.json",
                        new QueuedText(
                                SQS_MESSAGE,
                                ACCEPTED_AT,
                                REQUEST,
                                "a1b2c3d4e5",
                                Optional.of(new IdempotencyKey("line-3-1-64")),
                                text),
                        "v1-smallest.json",
                        new QueuedText(SQS_MESSAGE, ACCEPTED_AT, REQUEST, "", Optional.empty(), text)),
                List.of());
    }

    private static MessageForm documentChange() {
        return new MessageForm(
                "document-change.v1",
                sample -> DocumentMessage.of(received(sample)),
                Map.of(
                        "v1.json",
                        new DocumentMessage(Kind.CHANGE, DOCUMENT, ACCEPTED_AT, REQUEST, Optional.empty()),
                        "v1-with-trace.json",
                        new DocumentMessage(
                                Kind.CHANGE, DOCUMENT, ACCEPTED_AT, REQUEST, Optional.of(HOP.traceparent()))),
                List.of());
    }

    private static MessageForm documentCheck() {
        DocumentMessage check = new DocumentMessage(Kind.CHECK, DOCUMENT, CHANGED_AT, REQUEST, Optional.empty());
        DocumentMessage traced =
                new DocumentMessage(Kind.CHECK, DOCUMENT, CHANGED_AT, REQUEST, Optional.of(HOP.traceparent()));
        DocumentMessage longest = new DocumentMessage(
                Kind.CHECK, new DocumentId("\u65e5".repeat(42)), Instant.EPOCH, "r", Optional.of(HOP.traceparent()));
        return new MessageForm(
                "document-check.v1",
                sample -> DocumentMessage.of(received(sample)),
                Map.of("v1.json", check, "v1-with-trace.json", traced),
                List.of(
                        new Sample(check.attributes(), check.body()),
                        new Sample(longest.attributes(), longest.body())));
    }

    private static MessageForm parkedItem() {
        JsonObject queueRecord = JsonObject.builder()
                .put("messageId", SQS_MESSAGE)
                .put("body", "VG8gYmU=")
                .build();
        ParkedItem parked = new ParkedItem(
                ParkedItem.Kind.QUEUE_RECORD,
                FunctionModule.QUEUED_WORDS,
                "older than the ledger remembers",
                queueRecord);
        List<ParkedItem> others = List.of(
                new ParkedItem(ParkedItem.Kind.SNS_RECORD, FunctionModule.SNS_MULTIPLIER, "", queueRecord),
                new ParkedItem(ParkedItem.Kind.STREAM_RECORD, FunctionModule.EVENT_AGGREGATOR, "", queueRecord),
                new ParkedItem(ParkedItem.Kind.UPLOAD_RECORD, FunctionModule.UPLOADED_WORDS, "", queueRecord),
                new ParkedItem(
                        ParkedItem.Kind.MILESTONES,
                        FunctionModule.SLACK_DIGEST,
                        "",
                        Milestone.letter(List.of(new Milestone("hello", 100, 110)))));
        return new MessageForm(
                "parked-item.v1",
                sample -> ParkedItem.parse(sample.json()),
                versioned(new ParkedItem.Letter(parked.kind(), "queued-words-fn", parked.reason(), parked.payload())),
                Stream.concat(Stream.of(parked), others.stream())
                        .map(item -> Sample.ofJson(item.toJson()))
                        .toList());
    }

    private static MessageForm milestones() {
        List<Milestone> two = List.of(new Milestone("hello", 100, 110), new Milestone("world", 10_000, 12_001));
        return new MessageForm(
                "milestones.v1",
                sample -> Milestone.ofLetter(sample.json()),
                versioned(two),
                List.of(Sample.of(Milestone.letter(two)), Sample.of(Milestone.letter(List.of()))));
    }

    private static MessageForm uploadContinuation() {
        UploadedFile file = new UploadedFile(BUCKET, "inbox/to be.txt", FILE_VERSION, 41, ACCEPTED_AT);
        List<JsonObject> records = Sample.all().stream()
                .filter(kept -> kept.message().equals("upload-continuation.v1"))
                .flatMap(kept -> kept.sample().json().requiredObjects("Records").stream())
                .toList();
        return new MessageForm(
                "upload-continuation.v1",
                sample -> sample.json().requiredObjects("Records").stream()
                        .map(UploadedFile::of)
                        .toList(),
                Map.of("v1.json", List.of(file), "v1-replayed.json", List.of(file)),
                List.of(Sample.of(UploadedFile.event(records))));
    }

    private static MessageForm replayRequest() {
        ReplayRequest request = new ReplayRequest(
                Mode.DISCARD,
                new DeadLetterFilter(
                        Optional.of(DeadLetterKind.STREAM_BATCH),
                        Optional.of("event-aggregator-fn"),
                        Optional.of("Age"),
                        Optional.of(Duration.ofMinutes(90)),
                        Optional.of(Duration.ofDays(2)),
                        Optional.of(SQS_MESSAGE)),
                7,
                Optional.of("run-1"),
                List.of("receipt-1", "receipt-2"));
        ReplayRequest smallest = ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL);
        return new MessageForm(
                "replay-request.v1",
                sample -> ReplayRequest.parse(sample.json()),
                Map.of("v1.json", request, "v1-smallest.json", smallest),
                List.of(
                        Sample.ofJson(request.toJson()),
                        Sample.ofJson(smallest.toJson()),
                        Sample.ofJson(
                                ReplayRequest.releasing(List.of("receipt-1")).toJson())));
    }

    private static MessageForm replayReport() {
        DeadLetterReport letter = new DeadLetterReport(
                SQS_MESSAGE,
                Optional.empty(),
                Optional.empty(),
                DeadLetterKind.INVOCATION,
                "sns-multiplier-fn",
                "ContentionException, RetriesExhausted",
                Duration.ofMinutes(5),
                2,
                "invoke sns-multiplier-fn",
                Outcome.FAILED,
                "sns-multiplier-fn failed again: ContentionException");
        List<DeadLetterReport> everyKind = Stream.of(DeadLetterKind.values())
                .map(kind -> new DeadLetterReport(
                        "",
                        Optional.of(EVENT),
                        Optional.of(REQUEST),
                        kind,
                        "",
                        "",
                        Duration.ZERO,
                        0,
                        "",
                        Outcome.LEFT,
                        ""))
                .toList();
        List<DeadLetterReport> everyOutcome = Stream.of(Outcome.values())
                .map(outcome -> letter.with(outcome, ""))
                .toList();
        ReplayReport report = new ReplayReport(List.of(letter), 3, List.of("receipt-1"), true);
        return new MessageForm(
                "replay-report.v1",
                sample -> ReplayAnswer.parse(sample.json()),
                versioned(report),
                Stream.of(
                                report,
                                new ReplayReport(everyKind, 0, List.of(), false),
                                new ReplayReport(everyOutcome, 0, List.of(), false))
                        .map(written -> Sample.ofJson(written.toJson()))
                        .toList());
    }

    private static MessageForm replayRefusal() {
        ReplayRefusal refusal = new ReplayRefusal("'excute' is not known");
        return new MessageForm(
                "replay-refusal.v1",
                sample -> ReplayAnswer.parse(sample.json()),
                versioned(refusal),
                List.of(Sample.ofJson(refusal.toJson())));
    }

    private static MessageForm digestRequest() {
        return new MessageForm(
                "digest-request.v1",
                sample -> DigestRequest.parse(sample.json()),
                versioned(DigestRequest.POST),
                Stream.of(DigestRequest.values())
                        .map(request -> Sample.of(request.toJson()))
                        .toList());
    }

    private static MessageForm digestAnswer() {
        String message = "The most frequent words: hello 110";
        DigestRequest.Answer failed = DigestRequest.Answer.failed("Slack answered 404 no_service", message);
        return new MessageForm(
                "digest-answer.v1",
                sample -> DigestRequest.Answer.parse(sample.json()),
                versioned(failed),
                Stream.of(
                                failed,
                                DigestRequest.Answer.off("/a/b", message),
                                DigestRequest.Answer.on(message),
                                DigestRequest.Answer.posted(message))
                        .map(answer -> Sample.of(answer.toJson()))
                        .toList());
    }

    private static MessageForm counter() {
        return new MessageForm(
                "counter.v1",
                sample -> CounterValues.parse(JsonObject.builder()
                        .put(
                                "dynamodb",
                                JsonObject.builder()
                                        .put("NewImage", sample.json())
                                        .build())
                        .build()),
                Map.of(
                        "v1.json", new CounterValues("hello", 7, new Tally(10, 10, 3)),
                        "v1-first.json", new CounterValues("hello", 7, new Tally(1, 0, 0))),
                List.of());
    }

    /** What the digest reads of a summary, and what the aggregator does. */
    private record SummaryAsRead(Milestone milestone, Map<Integer, Tally> seen, long version) {}

    private static MessageForm summary() {
        return new MessageForm(
                "summary.v1",
                sample -> {
                    StoredItem item = new StoredItem(SummaryItem.KIND, sample.item());
                    return new SummaryAsRead(
                            Milestone.parse(JsonObject.builder()
                                    .put(
                                            "dynamodb",
                                            JsonObject.builder()
                                                    .put("NewImage", sample.json())
                                                    .build())
                                    .build()),
                            SeenAttribute.parse(item),
                            item.requiredNumber(SummaryItem.VERSION));
                },
                Map.of(
                        "v1.json",
                        new SummaryAsRead(
                                new Milestone("hello", 100, 110), new TreeMap<>(Map.of(7, new Tally(10, 10, 0))), 7)),
                List.of());
    }

    private static MessageForm totals() {
        return new MessageForm(
                "totals.v1",
                sample -> {
                    ManualClock clock = new ManualClock(ACCEPTED_AT);
                    TimedReads reads = new TimedReads(
                            new InMemoryTable(SummaryItem.ID).put(sample.item()),
                            new Backoff(clock, new Random(1), clock::advance),
                            clock);
                    return new DynamoDbSummaryReads(reads, new InOrder(), "Summaries")
                            .totals(ACCEPTED_AT.plusSeconds(1));
                },
                Map.of("v1.json", new Totals(110, 1)),
                List.of());
    }

    private static MessageForm ledgerEntry() {
        return new MessageForm(
                "ledger-entry.v1",
                sample -> LedgerItem.parse(sample.item()),
                Map.of(
                        "v1.json",
                        new LedgerEntry(
                                EVENT,
                                WORDS.fingerprint(),
                                new ChunkPlan(99, 2, 7),
                                Set.of(0, 1),
                                Set.of(0),
                                ACCEPTED_AT)),
                List.of());
    }

    private static MessageForm document() {
        Instant fetched = Instant.ofEpochMilli(1_795_262_300_000L);
        return new MessageForm(
                "document.v1",
                sample -> DocumentItem.parse(sample.item()),
                Map.of(
                        "v1.json",
                        new Document(
                                3,
                                CHANGED_AT,
                                12,
                                4,
                                Optional.of(new Settled(fetched, State.COUNTED)),
                                Optional.of(fetched.plusSeconds(60)),
                                new TreeMap<>(Map.of("be", 2, "to", 1)),
                                Optional.of(
                                        new Plan(HASH, CHANGED_AT.plusSeconds(60), new TreeMap<>(Map.of("not", 1))))),
                        "v1-marked.json",
                        new Document(
                                0,
                                CHANGED_AT,
                                1,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                new TreeMap<>(),
                                Optional.empty())),
                List.of());
    }

    private static MessageForm upload() {
        UploadedFile file = new UploadedFile(BUCKET, "inbox/to be.txt", FILE_VERSION, 70_000, ACCEPTED_AT);
        return new MessageForm(
                "upload.v1",
                sample -> UploadItem.parse(sample.item()),
                Map.of(
                        "v1.json",
                        new Upload(
                                HASH,
                                file,
                                Optional.of(new Cut(1, 32_768, 1_000)),
                                new Progress(2, 65_536),
                                Optional.empty()),
                        "v1-refused.json",
                        new Upload(
                                HASH,
                                file,
                                Optional.empty(),
                                Progress.NONE,
                                Optional.of("it is no text in UTF-8: byte 7 is NUL"))),
                List.of());
    }

    private static MessageForm milestoneClaim() {
        Instant until = Instant.ofEpochMilli(1_795_262_460_123L);
        return new MessageForm(
                "milestone-claim.v1",
                sample -> MilestoneItem.parse(sample.item()),
                Map.of(
                        "v1.json",
                        new MilestoneItem.Entry("word#hello", 1_000, Optional.empty(), Optional.of(until)),
                        "v1-told.json",
                        new MilestoneItem.Entry(
                                "word#hello",
                                1_000,
                                Optional.of(Instant.ofEpochSecond(1_795_262_461)),
                                Optional.empty())),
                List.of());
    }

    private static MessageForm channelTurn() {
        return new MessageForm(
                "channel-turn.v1",
                sample -> MilestoneItem.freeAt(sample.item()),
                Map.of("v1.json", Instant.ofEpochMilli(1_795_262_460_123L)),
                List.of());
    }
}
