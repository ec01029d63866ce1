package wordcounter.debounce;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import wordcounter.counts.Outcome;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.runtime.JsonLog;
import wordcounter.tracing.TraceContext;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * Counts what is new in a document, once, however many processes are at it and wherever they die (decision 13).
 *
 * <p>What is to be counted is written down before it is counted. An event's id is made of document and revision, and the words of a
 * revision are those of its plan, whoever carries it out; so the ledger makes repeating it harmless. Without a plan, an id made of
 * the revision would be given to different words by two processes that fetch different versions, and one made of the version would
 * count again what another version has too. Thread-safe.
 */
final class DocumentCounter {

    /** Part of the ids that are in the ledger: another text here would count again what is repeated after a deployment. */
    private static final String ENTRY = "document";

    private final Documents documents;
    private final DocumentServer server;
    private final EventIntake intake;
    private final EventIds eventIds;
    private final Clock clock;
    private final JsonLog log;

    /**
     * What one run has fetched.
     *
     * @param change the latest change that had been heard of before
     */
    private record Fetched(Instant change, Answer answer, Map<String, Integer> words) {}

    DocumentCounter(
            Documents documents,
            DocumentServer server,
            EventIntake intake,
            EventIds eventIds,
            Clock clock,
            JsonLog log) {
        this.documents = documents;
        this.server = server;
        this.intake = intake;
        this.eventIds = eventIds;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Brings the counts up to the document as it is now, and finishes what somebody else has begun.
     *
     * @param correlationId of the request that led to it
     * @param hop in which it is done
     * @param deadline after which no call is begun
     * @return what the document's server answered
     * @throws DocumentServer.UnavailableException when the document could not be fetched, and may be later
     * @throws EventIntake.UnknownOutcomeException when the plan could not be carried out yet
     * @throws DeadlineExceededException when time ran out
     */
    Answer count(DocumentId id, String correlationId, TraceContext hop, Instant deadline) {
        Optional<Fetched> content = Optional.empty();
        int fetches = 0;
        while (true) {
            requireTime(deadline);
            Document document = documents.read(id).orElse(Document.NEW);
            if (document.plan().isPresent()) {
                carryOut(id, document, document.plan().get(), correlationId, hop, deadline);
                continue;
            }
            if (content.isEmpty()) {
                requireTime(deadline);
                content = Optional.of(fetch(id, document.changedAt(), deadline));
                fetches = 1;
            }
            Fetched fetched = content.get();
            SortedMap<String, Integer> added = document.newIn(fetched.words());
            if (added.isEmpty()) {
                if (settle(id, document, fetched, fetches)) {
                    return fetched.answer();
                }
            } else if (documents.plan(id, document, plan(id, document, added), fetches)) {
                fetches = 0;
            }
        }
    }

    private void requireTime(Instant deadline) {
        if (!clock.instant().isBefore(deadline)) {
            throw new DeadlineExceededException("a document could not be counted in time");
        }
    }

    private Fetched fetch(DocumentId id, Instant change, Instant deadline) {
        Answer answer = server.fetch(id, deadline);
        return new Fetched(change, answer, words(answer));
    }

    /** What does not fit is left out, as nobody hears an answer. */
    private static Map<String, Integer> words(Answer answer) {
        if (!(answer instanceof Answer.Content(var text))) {
            return Map.of();
        }
        try {
            return Tokenizer.tokenizeWhatFits(text).occurrences();
        } catch (InvalidWordsException e) {
            return Map.of(); // there is no word in it
        }
    }

    private Plan plan(DocumentId id, Document document, SortedMap<String, Integer> added) {
        String eventId = eventIds.of(ENTRY, id.value(), Long.toString(document.revision()));
        return new Plan(eventId, clock.instant().truncatedTo(ChronoUnit.MILLIS), added);
    }

    /**
     * A table that was lost, or restored from earlier, begins again with revisions whose events are in the ledger. Where those have
     * the same words they are not counted again, and with other words the revision is passed over.
     */
    private void carryOut(
            DocumentId id, Document document, Plan plan, String correlationId, TraceContext hop, Instant deadline) {
        WordsEvent event = new WordsEvent(plan.eventId(), correlationId, hop, plan.plannedAt(), Words.of(plan.added()));
        Outcome outcome = intake.take(event, IdOrigin.CLIENT, deadline);
        if (outcome != Outcome.DONE) {
            Map<String, Object> fields = event.logFields();
            fields.put("reason", outcome.name());
            log.warn("a plan is given up", fields);
        }
        requireTime(deadline);
        // one that is too old may have been counted and forgotten, so it is not tried again under another id
        boolean _ = documents.advance(
                id,
                document,
                plan,
                outcome == Outcome.DIFFERENT_WORDS ? document.counted() : document.countedWith(plan));
    }

    /** What was fetched before another process fetched it has no say in what the document's state is. */
    private boolean settle(DocumentId id, Document document, Fetched fetched, int fetches) {
        State state = state(fetched.answer());
        Settled found = document.settled()
                .filter(other -> other.change().isAfter(fetched.change()))
                .orElseGet(() -> new Settled(fetched.change(), state));
        Optional<Instant> countedAt =
                state == State.COUNTED ? Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)) : Optional.empty();
        return documents.settle(id, document, found, countedAt, fetches);
    }

    private static State state(Answer answer) {
        return switch (answer) {
            case Answer.Content _ -> State.COUNTED;
            case Answer.Gone _ -> State.GONE;
            case Answer.Unreadable _ -> State.UNREADABLE;
        };
    }
}
