package wordcounter.counter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import wordcounter.counter.slack.SlackEndpoints;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.intake.Publisher;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.slack.SlackParameter;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

/** The real handler, and all that it works with in memory. */
final class Fixture {

    static final String SECRETS_PATH = "/word-counter-dev/dev/slack";

    /** The one of Slack's own example, with which the requests in events/ are signed. */
    static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    /** That of the outgoing webhook in events/. */
    static final String TOKEN = "XXXXXXXXXXXXXXXXXX";

    final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    final InMemoryCounts counts = new InMemoryCounts();
    final Topic topic = new Topic();
    final ParameterStore parameters = new ParameterStore();
    final Map<String, Long> summaries = new TreeMap<>();
    boolean summariesAreThrottled;
    final LogLines logLines = new LogLines();
    final ForgetWrites forgetWrites = new ForgetWrites(counts);
    final WordCounterHandler handler = newHandler();

    /** Another process of the function, over the same world. */
    WordCounterHandler newHandler() {
        return newHandler(logLines.log(FunctionModule.WORD_COUNTER, clock));
    }

    /** One whose log has metrics. */
    WordCounterHandler measuredHandler() {
        return newHandler(logLines.measuredLog(FunctionModule.WORD_COUNTER, clock));
    }

    private WordCounterHandler newHandler(JsonLog log) {
        Backoff backoff = new Backoff(clock, new Random(1), clock::advance);
        return new WordCounterHandler(
                new WordCounterHandler.Services(
                        topic,
                        new EventCounter(counts, backoff, clock, ChunkPlan.MAX_SIZE, 32),
                        (word, deadline) -> counts.countersOf(word),
                        forgetWrites,
                        new SlackEndpoints.Services(parameters, SECRETS_PATH, new Summaries()),
                        backoff),
                clock,
                new Random(1),
                log);
    }

    Fixture withSlack() {
        parameters.put(SlackParameter.SIGNING_SECRET, SIGNING_SECRET);
        parameters.put(SlackParameter.OUTGOING_WEBHOOK_TOKEN, TOKEN);
        return this;
    }

    /** Writes to the counters, unless it is told to be contended or to die. */
    static final class ForgetWrites implements ForgetWrite {

        private final InMemoryCounts counts;
        private int contended;
        private int untilDeath = Integer.MAX_VALUE;

        private ForgetWrites(InMemoryCounts counts) {
            this.counts = counts;
        }

        /** The next so many writes meet other transactions. */
        void contend(int writes) {
            contended = writes;
        }

        /** After so many writes the function dies at the next one. */
        void dieAfter(int writes) {
            untilDeath = writes;
        }

        void dieNoMore() {
            untilDeath = Integer.MAX_VALUE;
        }

        @Override
        public boolean apply(String word, int shard) {
            if (contended > 0) {
                contended--;
                return false;
            }
            if (untilDeath == 0) {
                throw new IllegalStateException("died");
            }
            untilDeath--;
            counts.forget(word, shard);
            return true;
        }
    }

    /** Keeps what is published, or takes nothing. */
    static final class Topic implements Publisher {

        final List<WordsEvent> published = new ArrayList<>();
        boolean fails;

        @Override
        public void publish(WordsEvent event) {
            if (fails) {
                throw new PublishException(new IllegalStateException("no answer"));
            }
            published.add(event);
        }
    }

    /** Parameters, and how often they were asked for. */
    static final class ParameterStore implements SlackEndpoints.Secrets {

        final Map<String, String> values = new LinkedHashMap<>();
        int calls;
        boolean fails;

        void put(SlackParameter parameter, String value) {
            values.put(parameter.nameUnder(SECRETS_PATH), value);
        }

        @Override
        public Map<String, String> read(List<String> names) {
            calls++;
            if (fails) {
                throw new IllegalStateException("no answer");
            }
            Map<String, String> found = new LinkedHashMap<>(values);
            found.keySet().retainAll(names);
            return found;
        }
    }

    private final class Summaries implements SummaryReads {

        @Override
        public long countOf(String word, Instant deadline) {
            requireTime();
            return summaries.getOrDefault(word, 0L);
        }

        @Override
        public List<WordTotal> mostFrequent(int number, Instant deadline) {
            requireTime();
            return summaries.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .map(entry -> new WordTotal(entry.getKey(), entry.getValue()))
                    .limit(number)
                    .toList();
        }

        private void requireTime() {
            if (summariesAreThrottled) {
                throw new DeadlineExceededException("DynamoDB did not hand out everything");
            }
        }

        @Override
        public Totals totals(Instant deadline) {
            throw new UnsupportedOperationException("this function shows no totals");
        }

        @Override
        public Page page(int size, Optional<String> afterId, Instant deadline) {
            throw new UnsupportedOperationException("this function shows no pages");
        }
    }
}
