package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.json.JsonObject;
import wordcounter.runtime.InvocationMetrics;

/**
 * The template's dashboard is JSON, whichever parts a stack has, and shows each of its resources and alarms and no other.
 *
 * <p>A widget's title is the logical ids of what it shows; those of the application's own metrics have titles in words.
 */
class DashboardTest {

    private static final Set<String> SHOWN = Set.of(
            Template.FUNCTION,
            "AWS::Serverless::Api",
            "AWS::SQS::Queue",
            "AWS::SNS::Topic",
            "AWS::DynamoDB::Table",
            "AWS::S3::Bucket");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(\\.\\w+)?}");

    private static final int GRID = 24;

    private final String template = Template.text();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void widgets_shouldShowEachResource_whicheverPartsThereAre(boolean withAllParts) {
        Board board = Board.of(template, withAllParts);

        assertThat(board.titles()).isEqualTo(board.resources(SHOWN));
        assertThat(board.alarms()).isEqualTo(board.resources(Set.of("AWS::CloudWatch::Alarm")));
        assertThat(board.overlapping()).isEmpty();
    }

    @Test
    void widgets_shouldReadTheMetricsOfTheirTitles() {
        Board.of(template, true)
                .metricsByTitle()
                .forEach((title, metrics) -> assertThat(references(metrics).filter(name -> !name.equals("Stage")))
                        .as("the metrics of " + title)
                        .isSubsetOf(title.split(", ")));
    }

    @Test
    void parts_shouldNameNoOthers() {
        assertThat(partsThatNameOthers(template)).isEmpty();
        assertThat(partsThatNameOthers(
                        template.replace("\"TableName\", \"${Uploads}\"", "\"TableName\", \"${Milestones}\"")))
                .containsExactly("OfUploads: Milestones");
        assertThat(partsThatNameOthers(
                        template.replace("\"TableName\", \"${EventLedger}\"", "\"TableName\", \"${Documents}\"")))
                .containsExactly("Dashboard: Documents");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"title\": \"EventLedger\"', '\"title\": \"Ledger\"'",
        "'\"title\": \"UploadsBucket\"', '\"title\": \"Uploads\"'",
        "'\"title\": \"DocumentChanges, DocumentChecks\"', '\"title\": \"DocumentChanges\"'"
    })
    void titles_shouldBeOthers_whenAResourceIsNotShown(String right, String wrong) {
        assertThat(template).contains(right);
        Board board = Board.of(template.replace(right, wrong), true);

        assertThat(board.titles()).isNotEqualTo(board.resources(SHOWN));
    }

    @Test
    void alarms_shouldBeOthers_whenOneIsNotShown() {
        Board board = Board.of(template.replace("\"${WordsApiAlarm.Arn}\", ", ""), true);

        assertThat(board.alarms()).isNotEqualTo(board.resources(Set.of("AWS::CloudWatch::Alarm")));
    }

    /** What the text, or the part of a condition, names although the condition does not let it in. */
    private static List<String> partsThatNameOthers(String text) {
        Template template = Template.parse(text);
        List<String> others = new ArrayList<>();
        List<?> body = Board.body(template);
        collectOthers(others, template, "Dashboard", "", String.valueOf(body.getFirst()));
        Template.map(body.get(1)).forEach((part, choice) -> {
            List<?> options = (List<?>) choice;
            collectOthers(
                    others,
                    template,
                    String.valueOf(part),
                    String.valueOf(options.getFirst()),
                    String.valueOf(options.get(1)));
        });
        return others;
    }

    private static void collectOthers(
            List<String> others, Template template, String part, String condition, String text) {
        references(text)
                .filter(name -> {
                    String needed = Template.text(template.resources().getOrDefault(name, Map.of()), "Condition");
                    return !needed.isEmpty() && !needed.equals(condition);
                })
                .forEach(name -> others.add(part + ": " + name));
    }

    private static Stream<String> references(String text) {
        return REFERENCE.matcher(text).results().map(result -> result.group(1));
    }

    /**
     * The dashboard of one stack.
     *
     * @param withAllParts whether it has what conditions can leave out
     */
    private record Board(Template template, boolean withAllParts, List<JsonObject> widgets) {

        static Board of(String text, boolean withAllParts) {
            Template template = Template.parse(text);
            List<?> body = body(template);
            Map<String, String> parts = new HashMap<>();
            Template.map(body.get(1))
                    .forEach((part, choice) -> parts.put(
                            String.valueOf(part), String.valueOf(((List<?>) choice).get(withAllParts ? 1 : 2))));
            String json = REFERENCE
                    .matcher(String.valueOf(body.getFirst()))
                    .replaceAll(found -> Matcher.quoteReplacement(parts.getOrDefault(found.group(1), found.group())));
            return new Board(template, withAllParts, JsonObject.parse(json).requiredObjects("widgets"));
        }

        static List<?> body(Template template) {
            return Template.list(template.resources(), "Dashboard", "Properties", "DashboardBody");
        }

        /** Logical ids in the titles of widgets; those of our own metrics have none. */
        Set<String> titles() {
            Set<String> titles = new TreeSet<>();
            metricsByTitle().keySet().forEach(title -> titles.addAll(List.of(title.split(", "))));
            return titles;
        }

        Map<String, String> metricsByTitle() {
            Map<String, String> metrics = new TreeMap<>();
            of("metric")
                    .map(widget -> widget.requiredObject("properties"))
                    .filter(properties -> !properties.toJson().contains("\"" + InvocationMetrics.NAMESPACE + "\""))
                    .forEach(properties -> metrics.put(properties.requiredString("title"), properties.toJson()));
            return metrics;
        }

        Set<String> alarms() {
            return of("alarm")
                    .flatMap(widget -> references(widget.toJson()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        Set<String> resources(Set<String> types) {
            Set<String> resources = new TreeSet<>();
            template.resources().forEach((id, resource) -> {
                boolean isThere =
                        withAllParts || Template.text(resource, "Condition").isEmpty();
                if (isThere && types.contains(Template.type(resource))) {
                    resources.add(id);
                }
            });
            return resources;
        }

        /** Widgets that lie on others, or beyond the grid. */
        List<String> overlapping() {
            List<String> overlapping = new ArrayList<>();
            Set<String> taken = new TreeSet<>();
            for (JsonObject widget : widgets) {
                long right = widget.requiredLong("x") + widget.requiredLong("width");
                long bottom = widget.requiredLong("y") + widget.requiredLong("height");
                boolean isAlone = right <= GRID;
                for (long x = widget.requiredLong("x"); x < right; x++) {
                    for (long y = widget.requiredLong("y"); y < bottom; y++) {
                        isAlone &= taken.add(x + "," + y);
                    }
                }
                if (!isAlone) {
                    overlapping.add(widget.toJson());
                }
            }
            return overlapping;
        }

        private Stream<JsonObject> of(String type) {
            return widgets.stream()
                    .filter(widget -> widget.requiredString("type").equals(type));
        }
    }
}
