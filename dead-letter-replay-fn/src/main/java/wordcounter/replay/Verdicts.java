package wordcounter.replay;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import wordcounter.counts.CounterValues;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.ParkedItem;
import wordcounter.documents.DocumentMessage;
import wordcounter.events.WordsEvent;
import wordcounter.http.ProblemException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.replay.LetterBody.GivenUpMessage;
import wordcounter.replay.LetterBody.Invocation;
import wordcounter.replay.LetterBody.Parked;
import wordcounter.replay.LetterBody.ScheduledEvent;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.Milestone;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Utf8Check;

/**
 * Decides whether a replay can help a dead letter. It reads the letter with the code of the function that the letter was meant
 * for, so that what the function would only park again is not handed over.
 */
final class Verdicts {

    private final ReplaySettings settings;
    private final Clock clock;

    Verdicts(ReplaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Verdict of(LetterBody body) {
        try {
            return switch (body) {
                case SnsDelivery delivery -> of(delivery);
                case Invocation invocation -> of(invocation);
                case Parked parked -> of(parked);
                case StreamBatch batch -> of(batch);
                case GivenUpMessage givenUp -> of(givenUp.function(), givenUp.message());
                case ScheduledEvent scheduled -> invoke(scheduled.function());
                case LetterBody.Unknown unknown -> new Verdict.Unknown(unknown.error());
            };
        } catch (InvalidJsonException | ProblemException e) {
            return new Verdict.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private Verdict of(SnsDelivery delivery) {
        if (!delivery.topicArn().equals(settings.topicArn())) {
            return new Verdict.NotOurs("of another topic: " + delivery.topicArn());
        }
        return isTooOld(delivery.message()) ? new Verdict.TooOld() : new Verdict.Replay("publish to the topic again");
    }

    private Verdict of(Invocation invocation) {
        boolean isTooOld = false;
        for (JsonObject sns : LetterBody.snsRecords(invocation.requestPayload())) {
            isTooOld |= isTooOld(invocation.function(), sns);
        }
        for (JsonObject s3Record : LetterBody.s3Records(invocation.requestPayload())) {
            isTooOld |= isTooOldFile(invocation.function(), s3Record);
        }
        return isTooOld ? new Verdict.TooOld() : invoke(invocation.function());
    }

    private Verdict of(Parked parked) {
        return switch (parked.parkedKind()) {
            case SNS_RECORD ->
                isTooOld(parked.function(), parked.payload().requiredObject("Sns"))
                        ? new Verdict.TooOld()
                        : invoke(parked.function());
            case STREAM_RECORD -> {
                if (parked.function().equals(FunctionModule.SLACK_DIGEST.module())) {
                    Milestone _ = Milestone.parse(parked.payload());
                } else {
                    CounterValues _ = CounterValues.parse(parked.payload());
                }
                yield invoke(parked.function());
            }
            case MILESTONES -> {
                List<Milestone> _ = Milestone.ofLetter(parked.payload());
                yield invoke(parked.function());
            }
            case QUEUE_RECORD ->
                parked.error().equals(ParkedItem.KEY_OF_OTHER_WORDS)
                        ? new Verdict.KeyOfOtherWords()
                        : of(parked.function(), QueueMessage.parse(parked.payload()));
            case UPLOAD_RECORD -> ofFile(parked);
        };
    }

    private Verdict of(String function, QueueMessage message) {
        if (message.attribute(QueueMessage.ROUTE)
                .filter(DocumentMessage::isRoute)
                .isPresent()) {
            DocumentMessage _ = DocumentMessage.of(message);
            return invoke(function); // however old: it only says that the document is to be looked at
        }
        QueuedText text = QueuedText.of(message);
        return EventCounter.isTooOld(text.acceptedAt(), clock.instant()) ? new Verdict.TooOld() : invoke(function);
    }

    /** A file that is larger than the limit may be counted once the limit is higher. */
    private Verdict ofFile(Parked parked) {
        if (parked.error().startsWith(Utf8Check.NO_TEXT) || parked.error().equals(Upload.GONE)) {
            return new Verdict.Uncountable(parked.error());
        }
        return isTooOldFile(parked.function(), parked.payload()) ? new Verdict.TooOld() : invoke(parked.function());
    }

    private Verdict of(StreamBatch batch) {
        Optional<FunctionModule> target = settings.target(batch.function());
        if (target.isEmpty()) {
            return invoke(batch.function());
        }
        String records = batch.size() == 1 ? "1 record" : batch.size() + " records";
        if (!batch.firstArrival().plus(ReplaySettings.STREAM_RETENTION).isBefore(clock.instant())) {
            return new Verdict.Replay(
                    "hand " + records + " of the stream to " + target.get().module());
        }
        return target.get() == FunctionModule.EVENT_AGGREGATOR
                ? new Verdict.Replay("rebuild the summaries: " + records + " left the stream")
                : new Verdict.Gone(records + " left the stream");
    }

    private Verdict invoke(String function) {
        return settings.target(function)
                .<Verdict>map(target -> new Verdict.Replay("invoke " + target.module()))
                .orElseGet(() -> new Verdict.NotOurs("no function of this stack: " + function));
    }

    /** The multiplier parks what it can't count; the logger takes everything. */
    private boolean isTooOld(String function, JsonObject sns) {
        return settings.target(function)
                        .filter(FunctionModule.SNS_MULTIPLIER::equals)
                        .isPresent()
                && isTooOld(sns.requiredString("Message"));
    }

    /** @throws InvalidJsonException when the record is none of a file */
    private boolean isTooOldFile(String function, JsonObject s3Record) {
        return settings.target(function)
                        .filter(FunctionModule.UPLOADED_WORDS::equals)
                        .isPresent()
                && EventCounter.isTooOld(UploadedFile.of(s3Record).putAt(), clock.instant());
    }

    /** @throws InvalidJsonException when the message is no event */
    private boolean isTooOld(String message) {
        return EventCounter.isTooOld(WordsEvent.parse(message).acceptedAt(), clock.instant());
    }
}
