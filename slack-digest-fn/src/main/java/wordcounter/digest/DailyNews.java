package wordcounter.digest;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import wordcounter.digest.Channel.Outcome;
import wordcounter.digest.Claims.Answer;
import wordcounter.digest.Claims.Claim;
import wordcounter.runtime.JsonLog;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryReads;

/**
 * Posts the most frequent words, once for each time that the schedule is due. It is claimed by that time, since EventBridge and Lambda
 * both deliver at least once. What could not be posted fails the invocation: Lambda tries again, and then it is a dead letter.
 */
final class DailyNews {

    /** The schedule's message was not posted; the message of the exception says why. */
    static final class NotPostedException extends RuntimeException {
        NotPostedException(String reason) {
            super("the daily message was not posted: " + reason);
        }
    }

    private final Channel channel;
    private final Claims claims;
    private final SummaryReads summaries;
    private final Supplier<String> owners;
    private final Clock clock;
    private final JsonLog log;

    /** @param owners names each attempt */
    DailyNews(
            Channel channel, Claims claims, SummaryReads summaries, Supplier<String> owners, Clock clock, JsonLog log) {
        this.channel = channel;
        this.claims = claims;
        this.summaries = summaries;
        this.owners = owners;
        this.clock = clock;
        this.log = log;
    }

    /** What there is to post now. */
    SlackMessage message(Instant deadline) {
        return DigestMessages.mostFrequent(summaries.mostFrequent(DigestMessages.MOST_FREQUENT, deadline));
    }

    /**
     * Posts, unless it was posted.
     *
     * @param due when the schedule was due
     * @param deadline after which no message is begun
     * @param end when this invocation will have ended in any case
     * @throws NotPostedException when it is not posted, or nobody knows
     */
    void tell(Instant due, Instant deadline, Instant end) {
        if (!channel.isOn()) {
            log.info("the digest is off", Map.of("parameter", channel.parameter()));
            return;
        }
        Claim claim = new Claim(MilestoneItem.DAILY, due.getEpochSecond(), owners.get());
        switch (claims.claim(claim, clock.instant(), end, Integer.MAX_VALUE)) {
            case Answer.Claimed(var ours, var attempts) -> post(ours, attempts, deadline);
            case Answer.Told _ -> {}
            case Answer.Busy _, Answer.Exhausted _ -> throw new NotPostedException("somebody else is at it");
        }
    }

    private void post(Claim claim, int attempts, Instant deadline) {
        SlackMessage message;
        try {
            message = message(deadline);
        } catch (RuntimeException e) {
            claims.release(claim, attempts, clock.instant());
            throw e;
        }
        switch (channel.post(message, deadline)) {
            case Outcome.Posted _ -> {
                claims.settle(claim, clock.instant());
                log.info("posted", Map.of("words", message.lines().size()));
            }
            case Outcome.NotPosted(var reason, var _) -> {
                claims.release(claim, attempts, clock.instant());
                throw new NotPostedException(reason);
            }
            case Outcome.Unknown(var reason) -> {
                claims.abandon(claim, clock.instant());
                throw new NotPostedException(reason);
            }
            case Outcome.Off _ -> claims.release(claim, attempts, clock.instant());
        }
    }
}
