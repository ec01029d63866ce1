package wordcounter.digest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import wordcounter.digest.SlackPost.Result;
import wordcounter.digest.WebhookAddress.NotAnAddressException;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.JsonLog;

/**
 * Gets a message into the channel: waits for its turn, and tries again when Slack is not well, as long as there is time. It never tries
 * again when it does not know whether the message is in the channel already. Thread-safe.
 */
final class Channel {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 4;

    /** Where the message is. */
    sealed interface Outcome {

        record Posted() implements Outcome {}

        /** There is no channel. */
        record Off() implements Outcome {}

        /**
         * It is not in the channel.
         *
         * @param mayPass whether the same message may get there later, without somebody mending something
         */
        record NotPosted(String reason, boolean mayPass) implements Outcome {}

        /** Nobody knows. */
        record Unknown(String reason) implements Outcome {}
    }

    private final WebhookAddress address;
    private final SlackPost slack;
    private final Turns turns;
    private final Clock clock;
    private final Sleeper sleeper;
    private final JsonLog log;

    Channel(WebhookAddress address, SlackPost slack, Turns turns, Clock clock, Sleeper sleeper, JsonLog log) {
        this.address = address;
        this.slack = slack;
        this.turns = turns;
        this.clock = clock;
        this.sleeper = sleeper;
        this.log = log;
    }

    /** The name of the parameter that turns it on. */
    String parameter() {
        return address.parameter();
    }

    /**
     * Whether there is a channel. An address that is none of Slack's counts as one: somebody wants the digest, and has to be told.
     *
     * @throws RuntimeException when that can't be found out now
     */
    boolean isOn() {
        try {
            return address.current().isPresent();
        } catch (NotAnAddressException e) {
            return true;
        }
    }

    /** @param deadline after which nothing is begun */
    Outcome post(SlackMessage message, Instant deadline) {
        Outcome outcome;
        try {
            outcome = postUnlessRefused(message, deadline);
        } catch (NotAnAddressException e) {
            outcome = new Outcome.NotPosted(String.valueOf(e.getMessage()), false);
        } catch (RuntimeException e) {
            log.warn("failed", Map.of(), e);
            outcome = new Outcome.NotPosted(e.getClass().getSimpleName(), true);
        }
        switch (outcome) {
            case Outcome.NotPosted(var reason, var _) -> log.warn("not posted", Map.of("reason", reason));
            case Outcome.Unknown(var reason) -> log.warn("posted or not", Map.of("reason", reason));
            case Outcome.Posted _, Outcome.Off _ -> {}
        }
        return outcome;
    }

    private Outcome postUnlessRefused(SlackMessage message, Instant deadline) {
        Optional<Webhook> webhook = address.current();
        if (webhook.isEmpty()) {
            return new Outcome.Off();
        }
        Outcome outcome = post(webhook.get(), message, deadline);
        if (outcome instanceof Outcome.NotPosted(var _, var mayPass) && !mayPass) {
            address.forget();
            Optional<Webhook> replaced = address.current().filter(newer -> !newer.equals(webhook.get()));
            if (replaced.isPresent()) {
                return post(replaced.get(), message, deadline);
            }
        }
        return outcome;
    }

    private Outcome post(Webhook webhook, SlackMessage message, Instant deadline) {
        String reason = "the channel was busy";
        for (int attempt = 0; isOurTurn(deadline); attempt++) {
            Result result = slack.post(webhook, message);
            switch (result) {
                case Result.Posted _ -> {
                    return new Outcome.Posted();
                }
                case Result.Refused(var why) -> {
                    return new Outcome.NotPosted(why, false);
                }
                case Result.NoAnswer(var why) -> {
                    return new Outcome.Unknown(why);
                }
                case Result.NotNow notNow -> {
                    reason = notNow.reason();
                    turns.holdUntil(clock.instant().plus(wait(notNow, attempt)));
                }
            }
        }
        return new Outcome.NotPosted(reason, true);
    }

    private static Duration wait(Result.NotNow notNow, int attempt) {
        return switch (notNow) {
            case Result.RateLimited(var retryAfter) -> retryAfter;
            case Result.Unavailable _ -> FIRST_WAIT.multipliedBy(1L << Math.min(attempt, MOST_DOUBLINGS));
        };
    }

    private boolean isOurTurn(Instant deadline) {
        while (clock.instant().isBefore(deadline)) {
            Instant now = clock.instant();
            Optional<Instant> next = turns.take(now);
            if (next.isEmpty()) {
                return true;
            }
            if (!next.get().isBefore(deadline) || !slept(Duration.between(now, next.get()))) {
                return false;
            }
        }
        return false;
    }

    private boolean slept(Duration wait) {
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
