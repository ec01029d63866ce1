package wordcounter.digest;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wordcounter.deadletters.Parking;
import wordcounter.digest.SlackPost.Result;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;
import wordcounter.simulation.Operation;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;

/** The Milestones table, Slack's channel, and the real digest over the simulated world. */
public final class DigestFunction {

    private static final String ADDRESS = "https://hooks.slack.com/services/simulated";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(3);
    private static final Pattern TOLD =
            Pattern.compile("\u2068(?<word>[^\u2069]+)\u2069 has passed (?<passed>[0-9,]+)");

    /** What a mutant does in the wrong order, or not at all. */
    public enum Defect {
        NONE,
        /** It looks whether it was told, posts, and then writes that it has. */
        POSTS_BEFORE_IT_CLAIMS,
        /** It writes its claim over whatever stands there. */
        NEVER_CHECKS_A_CLAIM,
        CLAIMS_NOTHING,
        /** A claim counts as told, whatever becomes of the message. */
        SETTLES_BEFORE_IT_POSTS
    }

    /** A milestone that a message told of. */
    public record Told(String word, long passed) {}

    private final InMemoryMilestones table = new InMemoryMilestones();
    private final List<Told> channel = new ArrayList<>();

    public RequestStreamHandler handler(Calls calls, Parking parking, JsonLog log, Defect defect) {
        CalledTable called = new CalledTable(calls);
        return new SlackDigestHandler(
                new SlackDigestHandler.Services(
                        new WebhookAddress(
                                names -> Map.of(names.getFirst(), ADDRESS),
                                "/simulated",
                                WebhookAddress.Rule.SLACK,
                                calls.clock()),
                        (_, message) -> post(calls, message),
                        claims(called, defect),
                        called,
                        new NoSummaries(),
                        parking,
                        calls.parallel(),
                        calls.sleeper(),
                        () -> Long.toHexString(calls.random().nextLong())),
                calls.clock(),
                log);
    }

    /** What the messages in the channel tell, oldest first. */
    public List<Told> channel() {
        return List.copyOf(channel);
    }

    private Result post(Calls calls, SlackMessage message) {
        try {
            return calls.make(
                    Operation.POST_TO_SLACK,
                    message.lines(),
                    () -> {
                        TOLD.matcher(message.plainText())
                                .results()
                                .map(DigestFunction::told)
                                .forEach(channel::add);
                        return new Result.Posted();
                    },
                    () -> new Result.RateLimited(RETRY_AFTER));
        } catch (NoAnswerException e) {
            return new Result.NoAnswer("no answer");
        }
    }

    private static Told told(MatchResult line) {
        return new Told(line.group("word"), Long.parseLong(line.group("passed").replace(",", "")));
    }

    private static Claims claims(CalledTable called, Defect defect) {
        return switch (defect) {
            case NONE -> called;
            case POSTS_BEFORE_IT_CLAIMS ->
                new Defective(called) {
                    @Override
                    public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
                        return called.isTold(claim) ? new Answer.Told() : new Answer.Claimed(claim, 1);
                    }

                    @Override
                    public void settle(Claim claim, Instant now) {
                        Answer _ = called.claim(claim, now, Instant.MIN, Integer.MAX_VALUE);
                        called.settle(claim, now);
                    }
                };
            case NEVER_CHECKS_A_CLAIM ->
                new Defective(called) {
                    @Override
                    public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
                        Answer _ = called.claim(claim, now, until, mostAttempts);
                        return new Answer.Claimed(claim, 1);
                    }
                };
            case CLAIMS_NOTHING ->
                new Defective(called) {
                    @Override
                    public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
                        return new Answer.Claimed(claim, 1);
                    }

                    @Override
                    public void settle(Claim claim, Instant now) {
                        // there is nothing to settle
                    }
                };
            case SETTLES_BEFORE_IT_POSTS ->
                new Defective(called) {
                    @Override
                    public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
                        Answer answer = called.claim(claim, now, until, mostAttempts);
                        if (answer instanceof Answer.Claimed) {
                            called.settle(claim, now);
                        }
                        return answer;
                    }
                };
        };
    }

    /** Does as it is told, but for what is overridden. */
    private abstract static class Defective implements Claims {

        private final Claims claims;

        Defective(Claims claims) {
            this.claims = claims;
        }

        @Override
        public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
            return claims.claim(claim, now, until, mostAttempts);
        }

        @Override
        public void settle(Claim claim, Instant now) {
            claims.settle(claim, now);
        }

        @Override
        public void release(Claim claim, int attempts, Instant now) {
            claims.release(claim, attempts, now);
        }

        @Override
        public void abandon(Claim claim, Instant now) {
            claims.abandon(claim, now);
        }
    }

    private final class CalledTable implements Claims, Turns {

        private final Calls calls;

        CalledTable(Calls calls) {
            this.calls = calls;
        }

        @Override
        public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
            return calls.make(Operation.CLAIM, claim, () -> table.claim(claim, now, until, mostAttempts));
        }

        boolean isTold(Claim claim) {
            return calls.make(Operation.CLAIM, claim, () -> table.isTold(claim));
        }

        @Override
        public void settle(Claim claim, Instant now) {
            end(claim, () -> table.settle(claim, now));
        }

        @Override
        public void release(Claim claim, int attempts, Instant now) {
            end(claim, () -> table.release(claim, attempts, now));
        }

        @Override
        public void abandon(Claim claim, Instant now) {
            end(claim, () -> table.abandon(claim, now));
        }

        private void end(Claim claim, Runnable write) {
            Object _ = calls.make(Operation.END_CLAIM, claim, () -> {
                write.run();
                return "";
            });
        }

        @Override
        public Optional<Instant> take(Instant now) {
            return calls.make(Operation.TAKE_TURN, now, () -> table.take(now));
        }

        @Override
        public void holdUntil(Instant instant) {
            Object _ = calls.make(Operation.TAKE_TURN, instant, () -> {
                table.holdUntil(instant);
                return "";
            });
        }
    }

    /** Only the day's message asks for them, and the simulated world has no schedule. */
    private static final class NoSummaries implements SummaryReads {

        @Override
        public long countOf(String word, Instant deadline) {
            throw new UnsupportedOperationException("no milestone needs it");
        }

        @Override
        public List<WordTotal> mostFrequent(int number, Instant deadline) {
            throw new UnsupportedOperationException("no milestone needs it");
        }

        @Override
        public Totals totals(Instant deadline) {
            throw new UnsupportedOperationException("no milestone needs it");
        }

        @Override
        public Page page(int size, Optional<String> afterId, Instant deadline) {
            throw new UnsupportedOperationException("no milestone needs it");
        }
    }
}
