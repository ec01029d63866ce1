package wordcounter.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.digest.DigestFunction.Defect;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.summaries.SummaryStore.WriteResult.Written;
import wordcounter.summaries.WordSummary;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.testing.InMemorySummaries;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;
import wordcounter.words.Words;

/**
 * The product with one defect: a variation that looks harmless and is not.
 *
 * <p>Each does the right thing as long as nothing goes wrong.
 */
enum Mutant implements Variant {
    LEDGER_CONDITION_REMOVED {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> calls.make(
                    Operation.WRITE_COUNTS,
                    Variant.told(write),
                    () -> {
                        counts.mark(write);
                        counts.add(write);
                        return new Applied();
                    },
                    Contended::new);
        }
    },

    /** First the ledger's item, under its condition; then the words, in a call of their own. */
    ADD_OUTSIDE_THE_TRANSACTION {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkResult marked = calls.make(Operation.WRITE_LEDGER, Variant.told(write), () -> {
                    ChunkResult result = counts.check(write);
                    if (result instanceof Applied) {
                        counts.mark(write);
                    }
                    return result;
                });
                return marked instanceof Applied ? add(calls, counts, write) : marked;
            };
        }
    },

    /** First the words, when the ledger has no mark; then the mark, in a call of its own. */
    MARKER_WRITTEN_AFTER {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkResult mayAdd = calls.make(Operation.READ_LEDGER, Variant.told(write), () -> counts.check(write));
                if (!(mayAdd instanceof Applied)) {
                    return mayAdd;
                }
                ChunkResult added = add(calls, counts, write);
                return calls.make(Operation.WRITE_LEDGER, Variant.told(write), () -> {
                    counts.mark(write);
                    return added;
                });
            };
        }
    },

    /** One ledger item per chunk, with the fingerprint of that chunk's words only. */
    FINGERPRINT_PER_CHUNK {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkWrite ofChunk = new ChunkWrite(
                        write.eventId() + "#" + write.chunk(),
                        Words.of(write.words()).fingerprint(),
                        write.acceptedAt(),
                        write.plan(),
                        write.chunk(),
                        write.effect(),
                        write.mayCreate(),
                        write.words());
                ChunkResult result = calls.make(
                        Operation.WRITE_COUNTS, Variant.told(ofChunk), () -> counts.apply(ofChunk), Contended::new);
                return result instanceof Refused(var existing)
                        ? new Refused(existing.map(entry -> ofEvent(entry, ofChunk, write)))
                        : result;
            };
        }

        // the chunk's item as the entry of its event, whose chunks before it are done: they are done in order
        private LedgerEntry ofEvent(LedgerEntry entry, ChunkWrite ofChunk, ChunkWrite write) {
            return new LedgerEntry(
                    write.eventId(),
                    entry.fingerprint().equals(ofChunk.fingerprint()) ? write.fingerprint() : entry.fingerprint(),
                    entry.plan(),
                    withThoseBefore(entry.counted(), write.chunk()),
                    withThoseBefore(entry.multiplied(), write.chunk()),
                    entry.acceptedAt());
        }

        private Set<Integer> withThoseBefore(Set<Integer> marked, int chunk) {
            return IntStream.range(0, marked.contains(chunk) ? chunk + 1 : chunk)
                    .boxed()
                    .collect(Collectors.toSet());
        }
    },

    /** A merge takes what came last, not what is largest. */
    MERGE_BY_LAST {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                private final Map<String, WordSummary> stored = new TreeMap<>();

                @Override
                public StoredSummaries read(Collection<String> words, Instant deadline) {
                    Map<String, WordSummary> hidden = new TreeMap<>();
                    super.read(words, deadline).readable().forEach((word, summary) -> {
                        stored.put(word, summary);
                        hidden.put(word, new WordSummary(word, new TreeMap<>(), summary.version()));
                    });
                    return new StoredSummaries(hidden, Map.of());
                }

                @Override
                public WriteResult write(SummaryGroup group) {
                    return super.write(new SummaryGroup(
                            group.changes().stream().map(this::overwrite).toList()));
                }

                private SummaryChange overwrite(SummaryChange change) {
                    WordSummary previous = stored.getOrDefault(change.word(), change.previous());
                    SortedMap<Integer, Tally> seen = new TreeMap<>(previous.seen());
                    seen.putAll(change.next().seen());
                    return new SummaryChange(previous, new WordSummary(change.word(), seen, previous.version()));
                }
            };
        }
    },

    /** A group is written whatever stands there by now. */
    VERSIONS_IGNORED {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                @Override
                public WriteResult write(SummaryGroup group) {
                    return make(Operation.WRITE_SUMMARIES, group, () -> {
                        summaries.putWords(group);
                        summaries.moveTotals(group);
                        return new Written();
                    });
                }
            };
        }
    },

    /** A group that was refused counts as written. */
    REFUSED_GROUP_IS_APPLIED {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                @Override
                public WriteResult write(SummaryGroup group) {
                    WriteResult _ = super.write(group);
                    return new Written();
                }
            };
        }
    },

    /** Of a group that was refused, all words but one are tried again. */
    WORD_OF_A_REFUSED_GROUP_FORGOTTEN {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                private final Set<String> forgotten = new HashSet<>();

                @Override
                public WriteResult write(SummaryGroup group) {
                    List<SummaryChange> left = group.changes().stream()
                            .filter(change -> !forgotten.contains(change.word()))
                            .toList();
                    if (left.isEmpty()) {
                        return new Written();
                    }
                    WriteResult result = super.write(new SummaryGroup(left));
                    if (result instanceof WriteResult.Refused && left.size() > 1) {
                        forgotten.add(left.getLast().word());
                    }
                    return result;
                }
            };
        }
    },

    /** The totals move in a call of their own, before the words, and so each time the group is tried. */
    TOTALS_MOVED_OUTSIDE_THE_TRANSACTION {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                @Override
                public WriteResult write(SummaryGroup group) {
                    Object _ = make(Operation.MOVE_TOTALS, group, () -> {
                        summaries.moveTotals(group);
                        return new Written();
                    });
                    return make(Operation.WRITE_SUMMARIES, group, () -> {
                        WriteResult result = summaries.check(group);
                        if (result instanceof Written) {
                            summaries.putWords(group);
                        }
                        return result;
                    });
                }
            };
        }
    },

    /** Keys that a throttled table leaves unprocessed are not asked for again. */
    UNPROCESSED_KEYS_FORGOTTEN {
        @Override
        public SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
            return new SummaryCalls(calls, summaries) {
                @Override
                public StoredSummaries read(Collection<String> words, Instant deadline) {
                    return readSome(List.copyOf(words), deadline);
                }
            };
        }
    },

    /** A counter that a deletion could not write to is passed over. */
    CONTENDED_DELETION_IS_DONE {
        @Override
        public boolean contendedForgetWrite() {
            return true;
        }
    },

    /** The record after the first one that was not applied. */
    LATER_CHECKPOINT {
        @Override
        public String answer(JsonObject batch, String answer) {
            List<String> numbers = batch.requiredObjects("Records").stream()
                    .map(Mutant::sequenceNumber)
                    .toList();
            List<Map<String, String>> later = JsonObject.parse(answer).requiredObjects("batchItemFailures").stream()
                    .map(failure -> numbers.indexOf(failure.requiredString("itemIdentifier")) + 1)
                    .filter(next -> next < numbers.size())
                    .map(next -> Map.of("itemIdentifier", numbers.get(next)))
                    .toList();
            return new JsonObject(Map.of("batchItemFailures", later)).toJson();
        }
    },

    /** The handler applies words in the order of the records it sees. */
    WORDS_IN_HASH_ORDER {
        @Override
        public JsonObject batch(JsonObject batch) {
            List<JsonObject> records = new ArrayList<>(batch.requiredObjects("Records"));
            records.sort(
                    Comparator.comparingInt(streamRecord -> key(streamRecord).hashCode()));
            return new JsonObject(
                    Map.of("Records", records.stream().map(JsonObject::members).toList()));
        }

        private String key(JsonObject streamRecord) {
            JsonObject image = streamRecord.requiredObject("dynamodb").requiredObject("NewImage");
            return image.optionalObject("word")
                    .or(() -> Optional.of(image.requiredObject("wordShard")))
                    .orElseThrow()
                    .requiredString("S");
        }
    },

    /** The queue deletes a text that is to come again. */
    FAILED_TEXTS_ARE_DELETED {
        @Override
        public String answerOfQueuedTexts(String answer) {
            return "{\"batchItemFailures\":[]}";
        }
    },

    /** A client's key names another event in the queue than in POST /words. */
    ANOTHER_ID_IN_THE_QUEUE {
        @Override
        public JsonObject queuedTexts(JsonObject batch) {
            return changed(batch, message -> {
                Map<String, String> attributes = new HashMap<>(message.attributes());
                attributes.computeIfPresent(QueueMessage.IDEMPOTENCY_KEY, (name, key) -> "queued-" + key);
                return new QueueMessage(message.messageId(), message.sentAt(), message.body(), attributes);
            });
        }
    },

    /** A replay sends a text to its queue, where it gets another id. */
    REPLAYED_TEXT_IS_A_NEW_MESSAGE {
        @Override
        public JsonObject replayedTexts(JsonObject batch) {
            return changed(
                    batch,
                    message -> new QueueMessage(
                            message.messageId() + " again", message.sentAt(), message.body(), message.attributes()));
        }
    },

    /** Each attempt at a file cuts it as its own deployment does. */
    CUT_NOT_WRITTEN_DOWN {
        @Override
        public Uploads uploads(Uploads uploads, List<Runnable> unpublished) {
            return new ChangedUploads(uploads) {
                @Override
                public Upload begin(String uploadId, UploadedFile file, Cut cut) {
                    Upload begun = super.begin(uploadId, file, cut);
                    return new Upload(uploadId, file, Optional.of(cut), begun.progress(), begun.refusal());
                }
            };
        }
    },

    /** A chunk is known by key and number, and the key's newest content is read. */
    CHUNK_ID_WITHOUT_THE_VERSION {
        @Override
        public JsonObject uploadedFiles(JsonObject s3Event) {
            return JsonObject.parse(s3Event.toJson().replaceAll("\"versionId\":\"[^\"]*\"", "\"versionId\":\"none\""));
        }
    },

    /** What is published of a file is published when the progress says so already. */
    PROGRESS_BEFORE_PUBLISHING {
        @Override
        public boolean holdsBackUploads() {
            return true;
        }

        @Override
        public Uploads uploads(Uploads uploads, List<Runnable> unpublished) {
            return new ChangedUploads(uploads) {
                @Override
                public Progress advance(String uploadId, Progress progress) {
                    Progress reached = super.advance(uploadId, progress);
                    unpublished.forEach(Runnable::run);
                    unpublished.clear();
                    return reached;
                }
            };
        }
    },

    POST_BEFORE_CLAIM {
        @Override
        public Defect digestDefect() {
            return Defect.POSTS_BEFORE_IT_CLAIMS;
        }
    },

    CLAIM_NEVER_CHECKED {
        @Override
        public Defect digestDefect() {
            return Defect.NEVER_CHECKS_A_CLAIM;
        }
    },

    NOTHING_CLAIMED {
        @Override
        public Defect digestDefect() {
            return Defect.CLAIMS_NOTHING;
        }
    },

    CLAIM_SETTLED_BEFORE_THE_POST {
        @Override
        public Defect digestDefect() {
            return Defect.SETTLES_BEFORE_IT_POSTS;
        }
    },

    /** What could not be posted does not come again. */
    UNPOSTED_MILESTONES_ARE_DONE {
        @Override
        public String answerOfDigest(String answer) {
            return "{\"batchItemFailures\":[]}";
        }
    },

    /** A change of a document that was marked already sends no check: one is on its way. */
    NO_CHECK_WHEN_MARKED_ALREADY {
        @Override
        public boolean sendsCheck(Document marked) {
            return marked.changes() == 1;
        }
    },

    /** A document is not asked for again when its server did not answer. */
    FAILED_CHECKS_ARE_DELETED {
        @Override
        public String answerOfDocumentWords(String answer) {
            return "{\"batchItemFailures\":[]}";
        }
    },

    /** What is new in a document counts at once, under an id that is made of the version's new words. */
    ID_OF_THE_VERSION_WITHOUT_A_PLAN {
        @Override
        public Documents documents(Calls calls, InMemoryDocuments table) {
            return new UnplannedDocuments(calls, table, plan -> "version " + plan.added());
        }
    },

    /**
     * What is new in a document counts at once, under an id that is made of the item's revision. Another process that finds the same
     * revision, after the first one died or beside it, has other words for it.
     */
    ID_OF_THE_REVISION_WITHOUT_A_PLAN {
        @Override
        public Documents documents(Calls calls, InMemoryDocuments table) {
            return new UnplannedDocuments(calls, table, Plan::eventId);
        }
    },

    /** A plan is written over what another process has planned, or carried out, since the item was read. */
    PLAN_WITHOUT_A_CONDITION {
        @Override
        public Documents documents(Calls calls, InMemoryDocuments table) {
            return new DocumentCalls(calls, table) {
                @Override
                public boolean plan(DocumentId id, Document document, Plan plan, int fetches) {
                    return overwrite(
                            "plans " + plan.added() + " for " + id,
                            id,
                            now -> with(now, now.revision(), now.counted(), Optional.of(plan)));
                }
            };
        }
    },

    /** A plan is taken out and the revision set, whatever other processes have done since the item was read. */
    ADVANCE_WITHOUT_A_CONDITION {
        @Override
        public Documents documents(Calls calls, InMemoryDocuments table) {
            return new DocumentCalls(calls, table) {
                @Override
                public boolean advance(
                        DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted) {
                    return overwrite(
                            "advances " + id + " from revision " + document.revision(),
                            id,
                            now -> with(now, document.revision() + 1, counted, Optional.empty()));
                }
            };
        }
    },

    COUNT_BEFORE_PUBLISH {
        @Override
        public void publish(
                WordsEvent event, Consumer<WordsEvent> publish, EventCounter eventCounter, Instant deadline) {
            eventCounter.count(event, deadline);
            // the handler counts once more afterwards, and finds it done
            publish.accept(event);
        }
    },

    /** A dead letter is deleted when it is received, and put back when it is not replayed. */
    DELETED_BEFORE_IT_IS_REPLAYED {
        @Override
        public boolean deletesOnReceipt() {
            return true;
        }
    },

    /** Lambda answers a replay with status 200 when the function failed, too. */
    FAILED_FUNCTION_IS_REPLAYED {
        @Override
        public Optional<String> answerToReplay(Optional<String> answer) {
            return answer.or(() -> Optional.of("{\"batchItemFailures\":[]}"));
        }
    };

    private static Document with(
            Document document, long revision, SortedMap<String, Integer> counted, Optional<Plan> plan) {
        return new Document(
                revision,
                document.changedAt(),
                document.changes(),
                document.fetches(),
                document.settled(),
                document.countedAt(),
                counted,
                plan);
    }

    /** Keeps a plan to itself, and adds its words to the item when they are counted. */
    private static final class UnplannedDocuments extends DocumentCalls {

        private final Function<Plan, String> eventId;
        private Optional<Plan> kept = Optional.empty();

        UnplannedDocuments(Calls calls, InMemoryDocuments table, Function<Plan, String> eventId) {
            super(calls, table);
            this.eventId = eventId;
        }

        @Override
        public Optional<Document> read(DocumentId id) {
            return super.read(id).map(document -> with(document, document.revision(), document.counted(), kept));
        }

        @Override
        public boolean plan(DocumentId id, Document document, Plan plan, int fetches) {
            kept = Optional.of(new Plan(eventId.apply(plan), plan.plannedAt(), plan.added()));
            return true;
        }

        @Override
        public boolean advance(DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted) {
            kept = Optional.empty();
            return overwrite("adds to " + id, id, now -> {
                SortedMap<String, Integer> all = new TreeMap<>(now.counted());
                counted.forEach((word, most) -> all.merge(word, most, Math::max));
                return with(now, now.revision() + 1, all, Optional.empty());
            });
        }
    }

    private static JsonObject changed(JsonObject batch, UnaryOperator<QueueMessage> change) {
        return Lambda.event(batch.requiredObjects("Records").stream()
                .map(QueueMessage::parse)
                .map(change)
                .map(message -> message.toSqsRecord().members())
                .toList());
    }

    private static ChunkResult add(Calls calls, InMemoryCounts counts, ChunkWrite write) {
        return calls.make(Operation.WRITE_WORDS, Variant.told(write), () -> {
            counts.add(write);
            return new Applied();
        });
    }

    private static String sequenceNumber(JsonObject streamRecord) {
        return streamRecord.requiredObject("dynamodb").requiredString("SequenceNumber");
    }

    /** What is written down of files, until a method is overridden. */
    private static class ChangedUploads implements Uploads {

        private final Uploads uploads;

        ChangedUploads(Uploads uploads) {
            this.uploads = uploads;
        }

        @Override
        public Optional<Upload> find(String uploadId) {
            return uploads.find(uploadId);
        }

        @Override
        public Upload begin(String uploadId, UploadedFile file, Cut cut) {
            return uploads.begin(uploadId, file, cut);
        }

        @Override
        public Progress advance(String uploadId, Progress progress) {
            return uploads.advance(uploadId, progress);
        }

        @Override
        public void refuse(String uploadId, UploadedFile file, String reason) {
            uploads.refuse(uploadId, file, reason);
        }
    }
}
