package benchmarks.answers;

import benchmarks.process.Contender;
import benchmarks.report.Figures;
import benchmarks.report.Figures.Figure;
import benchmarks.report.Goal;
import benchmarks.report.Report;
import java.util.List;
import java.util.Map;

/** Says what {@link AnswersBenchmark} found. */
public final class AnswersReport {

    private AnswersReport() {}

    /**
     * The report.
     *
     * @param conditions of the measurement, in one sentence
     * @param leftOut contenders that could not take part, and why
     */
    public static Report of(
            Figures figures, List<Contender> contenders, Map<String, String> leftOut, String conditions) {
        return new Report(
                "answers",
                "First and later answers",
                """
                What the function behind the API takes for one text. `./benchmarks/run answers` measures it again.

                %s

                A plain start is measured from before the process is started, a restored one from the moment when it is told to go on
                after its hooks, with all its connections closed. What AWS takes to bring back a snapshot's memory is not in it.
                Processor time is that of the process; later answers are those of the second half of a process's events.
                """.formatted(conditions),
                Contender.descriptions(contenders),
                leftOut,
                figures,
                goals());
    }

    private static List<Goal> goals() {
        return List.of(
                Goal.atMost(
                        0.10,
                        "restore to first answer, against the control unprimed",
                        new Figure("ours-restored", AnswersBenchmark.FIRST),
                        new Figure("usual-restored", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.10,
                        "the same, processor time",
                        new Figure("ours-restored", AnswersBenchmark.FIRST_CPU),
                        new Figure("usual-restored", AnswersBenchmark.FIRST_CPU)),
                Goal.atMost(
                        1.0,
                        "cold with an AOT cache, against Python",
                        new Figure("ours-aot", AnswersBenchmark.FIRST),
                        new Figure("python", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.6,
                        "cold plain zip, against the control",
                        new Figure("ours-plain", AnswersBenchmark.FIRST),
                        new Figure("usual-plain", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.20,
                        "later answers (p50), against one call after the other",
                        new Figure("ours-restored", AnswersBenchmark.LATER),
                        new Figure("usual-restored", AnswersBenchmark.LATER)),
                Goal.atMost(
                        0.25,
                        "processor time of an event against Python, C1",
                        new Figure("ours-plain", AnswersBenchmark.LATER_CPU),
                        new Figure("python", AnswersBenchmark.LATER_CPU)),
                Goal.atMost(
                        0.25,
                        "processor time of an event against Python, as deployed (SnapStart)",
                        new Figure("ours-restored", AnswersBenchmark.LATER_CPU),
                        new Figure("python", AnswersBenchmark.LATER_CPU)));
    }
}
