package wordcounter.digest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.digest.Channel.Outcome;
import wordcounter.digest.Claims.Answer;
import wordcounter.digest.Claims.Claim;
import wordcounter.digest.MilestoneBatch.Arrived;
import wordcounter.digest.MilestoneBatch.HandedOver;
import wordcounter.digest.MilestoneBatch.Step;
import wordcounter.digest.MilestoneBatch.Unreadable;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.ParallelTasks;
import wordcounter.summaries.Milestone;
import wordcounter.summaries.SummaryItem;

/**
 * Tells the milestones of a batch in one message, each of them once.
 *
 * <p>Each is claimed first, then the message is posted, then the claims are settled. What could not be posted comes again with its
 * record. When that goes on for {@link #PATIENCE}, or no retry can help, it is parked with all that is needed to tell it later: so
 * Slack holds up the stream for minutes at most, and nothing is lost. A milestone whose telling was begun twice without anybody knowing
 * how it ended is parked as well, and told a third time only when somebody replays it.
 */
final class MilestoneNews {

    /** How long a milestone comes again before it is parked. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Before the second end that nobody knows of, a third attempt could be the third message. */
    private static final int MOST_ATTEMPTS = 2;

    /** So many fit into a message of the dead-letter queue, whatever the words. */
    private static final int MOST_IN_A_LETTER = 100;

    static final String UNKNOWN_END = "posting it was begun twice, and how that ended is not known";

    private final Channel channel;
    private final Claims claims;
    private final Parking parking;
    private final ParallelTasks parallel;
    private final Supplier<String> owners;
    private final Clock clock;
    private final JsonLog log;

    /** @param owners names each batch */
    MilestoneNews(
            Channel channel,
            Claims claims,
            Parking parking,
            ParallelTasks parallel,
            Supplier<String> owners,
            Clock clock,
            JsonLog log) {
        this.channel = channel;
        this.claims = claims;
        this.parking = parking;
        this.parallel = parallel;
        this.owners = owners;
        this.clock = clock;
        this.log = log;
    }

    /**
     * The highest milestone of a word in this batch.
     *
     * @param step the number of the first step that has the word
     * @param arrivedAt empty when it is handed over by somebody who waits
     */
    private record News(Milestone milestone, int step, Optional<Instant> arrivedAt) {

        News with(News other) {
            return milestone.passed() >= other.milestone.passed() ? this : new News(other.milestone, step, arrivedAt);
        }

        boolean isOverdue(Instant now) {
            return arrivedAt.isPresent() && !now.isBefore(arrivedAt.get().plus(PATIENCE));
        }

        boolean isHandedOver() {
            return arrivedAt.isEmpty();
        }
    }

    /** News that are ours to tell. */
    private record Claimed(News news, Claim claim, int attempts) {}

    /** What became of the wish to claim. */
    private record Asked(News news, Answer answer) {}

    /**
     * Tells what there is to tell.
     *
     * @param deadline after which no message is begun
     * @param end when this invocation will have ended in any case
     * @return the steps that have to come again, by their identifiers
     */
    List<String> tell(MilestoneBatch batch, Instant deadline, Instant end) {
        List<Integer> failed = new ArrayList<>();
        for (int i = 0; i < batch.steps().size(); i++) {
            if (batch.steps().get(i) instanceof Unreadable unreadable && !isParked(unreadable)) {
                failed.add(i);
            }
        }
        List<News> news = newsOf(batch.steps());
        if (!news.isEmpty()) {
            failed.addAll(tell(news, deadline, end));
        }
        return failed.stream()
                .sorted()
                .map(step -> batch.steps().get(step).identifier())
                .distinct()
                .toList();
    }

    private static List<News> newsOf(List<Step> steps) {
        Map<String, News> news = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            int step = i;
            switch (steps.get(i)) {
                case Arrived arrived ->
                    news.merge(
                            arrived.milestone().word(),
                            new News(arrived.milestone(), step, Optional.of(arrived.arrivedAt())),
                            News::with);
                case HandedOver letter ->
                    letter.milestones()
                            .forEach(milestone -> news.merge(
                                    milestone.word(), new News(milestone, step, Optional.empty()), News::with));
                case Unreadable _ -> {}
            }
        }
        return List.copyOf(news.values());
    }

    private List<Integer> tell(List<News> news, Instant deadline, Instant end) {
        try {
            if (!channel.isOn()) {
                log.info("the digest is off", Map.of("parameter", channel.parameter(), "milestones", news.size()));
                return steps(news.stream().filter(News::isHandedOver));
            }
        } catch (RuntimeException e) {
            log.warn("failed", Map.of(), e);
            return giveUp(news, "the webhook's address can't be read", true);
        }
        List<Integer> failed = new ArrayList<>();
        List<News> exhausted = new ArrayList<>();
        List<Claimed> claimed = new ArrayList<>();
        for (Asked asked : claim(news, deadline, end)) {
            switch (asked.answer()) {
                case Answer.Claimed(var claim, var attempts) -> claimed.add(new Claimed(asked.news(), claim, attempts));
                case Answer.Told _ -> {}
                case Answer.Busy _ -> failed.add(asked.news().step());
                case Answer.Exhausted _ -> exhausted.add(asked.news());
            }
        }
        failed.addAll(giveUp(exhausted, UNKNOWN_END, false));
        if (!claimed.isEmpty()) {
            failed.addAll(post(claimed, deadline));
        }
        return failed;
    }

    /** A claim that can't be made for now is somebody else's for all that is known. */
    private List<Asked> claim(List<News> news, Instant deadline, Instant end) {
        String owner = owners.get();
        List<Supplier<Asked>> tasks = new ArrayList<>();
        for (News one : news) {
            Milestone milestone = one.milestone();
            Claim claim = new Claim(SummaryItem.wordId(milestone.word()), milestone.passed(), owner);
            int mostAttempts = one.isHandedOver() ? Integer.MAX_VALUE : MOST_ATTEMPTS;
            tasks.add(() -> {
                Instant now = clock.instant();
                if (!now.isBefore(deadline)) {
                    return new Asked(one, new Answer.Busy());
                }
                try {
                    return new Asked(one, claims.claim(claim, now, end, mostAttempts));
                } catch (RuntimeException e) {
                    log.warn("failed", Map.of(), e);
                    return new Asked(one, new Answer.Busy());
                }
            });
        }
        return parallel.run(tasks);
    }

    private List<Integer> post(List<Claimed> claimed, Instant deadline) {
        List<News> news = claimed.stream().map(Claimed::news).toList();
        SlackMessage message =
                DigestMessages.milestones(news.stream().map(News::milestone).toList());
        Outcome outcome = channel.post(message, deadline);
        return switch (outcome) {
            case Outcome.Posted _ -> {
                forEach(claimed, one -> claims.settle(one.claim(), clock.instant()));
                log.info("posted", Map.of("milestones", claimed.size()));
                yield List.of();
            }
            case Outcome.NotPosted(var reason, var mayPass) -> {
                List<Integer> failed = giveUp(news, reason, mayPass);
                forEach(claimed, one -> claims.release(one.claim(), one.attempts(), clock.instant()));
                yield failed;
            }
            case Outcome.Off _ -> {
                forEach(claimed, one -> claims.release(one.claim(), one.attempts(), clock.instant()));
                yield steps(news.stream());
            }
            case Outcome.Unknown _ -> {
                forEach(claimed, one -> claims.abandon(one.claim(), clock.instant()));
                yield steps(news.stream());
            }
        };
    }

    /**
     * Lets them come again, or parks those for which it is time.
     *
     * @param mayPass whether coming again can help
     * @return the steps that have to come again
     */
    private List<Integer> giveUp(List<News> news, String reason, boolean mayPass) {
        Instant now = clock.instant();
        List<News> again = new ArrayList<>();
        List<News> parked = new ArrayList<>();
        for (News one : news) {
            boolean comesAgain = one.isHandedOver() || (mayPass && !one.isOverdue(now));
            (comesAgain ? again : parked).add(one);
        }
        for (int start = 0; start < parked.size(); start += MOST_IN_A_LETTER) {
            List<News> letter = parked.subList(start, Math.min(start + MOST_IN_A_LETTER, parked.size()));
            if (!isParked(letter, reason)) {
                again.addAll(letter);
            }
        }
        return steps(again.stream());
    }

    private boolean isParked(List<News> news, String reason) {
        List<Milestone> milestones = news.stream().map(News::milestone).toList();
        return isParked(
                ParkedItem.Kind.MILESTONES,
                reason,
                Milestone.letter(milestones),
                Map.of("reason", reason, "milestones", milestones.size()));
    }

    private boolean isParked(Unreadable unreadable) {
        return isParked(
                ParkedItem.Kind.STREAM_RECORD,
                unreadable.reason(),
                unreadable.streamRecord(),
                Map.of("reason", unreadable.reason(), "sequenceNumber", unreadable.identifier()));
    }

    private boolean isParked(ParkedItem.Kind kind, String reason, JsonObject payload, Map<String, ?> fields) {
        try {
            parking.park(new ParkedItem(kind, FunctionModule.SLACK_DIGEST, reason, payload));
        } catch (RuntimeException e) {
            log.warn("failed", fields, e);
            return false;
        }
        log.warn("parked", fields);
        return true;
    }

    /** A write that fails leaves the claim to its time. */
    private void forEach(List<Claimed> claimed, Consumer<Claimed> write) {
        List<Supplier<Boolean>> tasks = new ArrayList<>();
        for (Claimed one : claimed) {
            tasks.add(() -> {
                try {
                    write.accept(one);
                    return true;
                } catch (RuntimeException e) {
                    log.warn("failed", Map.of(), e);
                    return false;
                }
            });
        }
        List<Boolean> _ = parallel.run(tasks);
    }

    private static List<Integer> steps(Stream<News> news) {
        return news.map(News::step).sorted(Comparator.naturalOrder()).distinct().toList();
    }
}
