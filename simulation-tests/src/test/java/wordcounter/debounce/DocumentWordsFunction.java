package wordcounter.debounce;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.Documents;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.Publisher;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;
import wordcounter.tracing.TraceContexts;

/** The real function behind the queues of documents, over the simulated world. */
public final class DocumentWordsFunction {

    private DocumentWordsFunction() {}

    /** What the documents' server answers: it may be down, or have no such document. */
    public record Page(boolean isDown, Optional<String> text) {}

    /**
     * Makes a handler.
     *
     * @param fetch makes the call; without an answer it throws {@link NoAnswerException}, and so does {@code publish}
     */
    public static RequestStreamHandler handler(
            Calls calls,
            Documents documents,
            Consumer<DocumentMessage> checks,
            Function<DocumentId, Page> fetch,
            Consumer<WordsEvent> publish,
            EventCounter eventCounter,
            Parking parking,
            JsonLog log) {
        Publisher publisher = event -> {
            try {
                publish.accept(event);
            } catch (NoAnswerException e) {
                throw new Publisher.PublishException(e);
            }
        };
        return new DocumentWordsHandler(
                new DocumentWordsHandler.Services(
                        documents,
                        checks::accept,
                        (id, deadline) -> answer(fetch, id),
                        new EventIntake(publisher, eventCounter, calls.clock(), log),
                        new EventIds(calls.random()),
                        new TraceContexts(calls.random()),
                        parking),
                calls.clock(),
                log);
    }

    private static Answer answer(Function<DocumentId, Page> fetch, DocumentId id) {
        try {
            Page page = fetch.apply(id);
            if (page.isDown()) {
                throw new UnavailableException("down");
            }
            return page.text().<Answer>map(Answer.Content::new).orElseGet(Answer.Gone::new);
        } catch (NoAnswerException e) {
            throw new UnavailableException("no answer", e);
        }
    }
}
