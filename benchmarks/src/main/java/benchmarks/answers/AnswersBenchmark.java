package benchmarks.answers;

import benchmarks.Progress;
import benchmarks.events.PostedText;
import benchmarks.events.Vocabulary;
import benchmarks.process.Contender;
import benchmarks.process.ContenderProcess;
import benchmarks.process.ContenderProcess.Answer;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Measures first and later answers of the function behind the API, in rounds: each round starts every contender once, one after the
 * other, so that what disturbs the machine disturbs them all.
 */
public final class AnswersBenchmark {

    public static final String FIRST = "first answer, ms";
    public static final String FIRST_CPU = "processor time of it, ms";
    public static final String LATER = "later answers (p50), ms";
    public static final String LATER_CPU = "processor time of one, ms";
    public static final String CALLS = "calls to AWS an event";

    private static final int VOCABULARY = 20_000;

    private final Surroundings surroundings;
    private final PostedText posts;
    private final Settings settings;
    private final Vocabulary vocabulary = new Vocabulary(VOCABULARY);
    private int events;

    /**
     * How much is measured.
     *
     * @param laterAnswers of each process; half of them warm it up, the other half is measured
     * @param words of a text, all different
     */
    public record Settings(int rounds, int laterAnswers, int words) {}

    /** @param recordedPost a real event of the API */
    public AnswersBenchmark(Surroundings surroundings, String recordedPost, Settings settings) {
        this.surroundings = surroundings;
        posts = new PostedText(recordedPost);
        this.settings = settings;
    }

    /** Runs all rounds. */
    public Figures run(List<Contender> contenders, Progress progress) throws InterruptedException {
        Figures figures = new Figures();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contender contender : contenders) {
                progress.show("round %d of %d: %s".formatted(round, settings.rounds(), contender.name()));
                measure(contender, figures);
            }
        }
        return figures;
    }

    /** Starts a contender and gives it some events, so that a JVM which records an AOT cache has something to record. */
    public void train(Contender contender, int answers) throws InterruptedException {
        try (ContenderProcess process = new ContenderProcess(contender, surroundings)) {
            accepted(contender, process.firstAnswer(nextPost()));
            for (int i = 1; i < answers; i++) {
                accepted(contender, process.answer(nextPost()));
            }
            process.end();
        }
    }

    private void measure(Contender contender, Figures figures) throws InterruptedException {
        surroundings.aws().reset();
        try (ContenderProcess process = new ContenderProcess(contender, surroundings)) {
            Answer first = accepted(contender, process.firstAnswer(nextPost()));
            figures.add(contender.name(), FIRST, milliseconds(first.wall()));
            figures.add(contender.name(), FIRST_CPU, milliseconds(first.cpu()));
            figures.add(contender.name(), CALLS, surroundings.aws().usage().sum("calls "));
            if (settings.laterAnswers() > 0) {
                measureLater(contender, process, figures);
            }
        }
    }

    private void measureLater(Contender contender, ContenderProcess process, Figures figures)
            throws InterruptedException {
        int half = settings.laterAnswers() / 2;
        for (int i = 0; i < half; i++) {
            accepted(contender, process.answer(nextPost()));
        }
        List<Double> walls = new ArrayList<>();
        Duration before = process.cpu();
        for (int i = half; i < settings.laterAnswers(); i++) {
            walls.add(
                    milliseconds(accepted(contender, process.answer(nextPost())).wall()));
        }
        Duration used = process.cpu().minus(before);
        Collections.sort(walls);
        figures.add(contender.name(), LATER, walls.get(walls.size() / 2));
        figures.add(contender.name(), LATER_CPU, milliseconds(used) / walls.size());
    }

    private String nextPost() {
        Random random = new Random(++events);
        return posts.of(vocabulary.drawDistinct(settings.words(), random), "benchmark-" + events);
    }

    private static Answer accepted(Contender contender, Answer answer) {
        if (!answer.payload().replace(" ", "").contains("\"statusCode\":202")) {
            throw new IllegalStateException(contender.name() + " did not accept a text: " + answer.payload());
        }
        return answer;
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
