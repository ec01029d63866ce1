package localrunner.map;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.map.ApplicationMap.Edge;
import localrunner.map.ApplicationMap.EdgeKind;
import localrunner.map.ApplicationMap.Node;
import localrunner.map.ApplicationMap.NodeType;
import org.junit.jupiter.api.Test;

class ApplicationMapTest {

    private static final Application.MethodThrottles NONE = Application.MethodThrottles.NONE;

    @Test
    void of_shouldHaveANodeForEachPart_whenATemplateHasEachKind() {
        ApplicationMap map = ApplicationMap.of(Templates.read("edges.yaml"));

        assertThat(map.nodes())
                .extracting(Node::id, Node::type)
                .contains(
                        tuple("route:POST /work", NodeType.ROUTE),
                        tuple("SubscriberTimed", NodeType.SCHEDULE),
                        tuple("Uploads", NodeType.BUCKET),
                        tuple("Subscriber", NodeType.FUNCTION),
                        tuple("Orders", NodeType.TOPIC),
                        tuple("Work", NodeType.QUEUE),
                        tuple("Entries", NodeType.TABLE),
                        tuple("stream:Entries", NodeType.STREAM));
    }

    @Test
    void of_shouldLeadFromEachSourceToItsFunction_whenTheTemplateMapsIt() {
        ApplicationMap map = ApplicationMap.of(Templates.read("edges.yaml"));

        assertThat(map.edges())
                .contains(
                        new Edge("route:POST /work", "Work", EdgeKind.SEND),
                        new Edge("Work", "Worker", EdgeKind.DELIVER),
                        new Edge("Orders", "Subscriber", EdgeKind.DELIVER),
                        new Edge("Uploads", "Subscriber", EdgeKind.DELIVER),
                        new Edge("SubscriberTimed", "Subscriber", EdgeKind.INVOKE),
                        new Edge("Entries", "stream:Entries", EdgeKind.DELIVER),
                        new Edge("stream:Entries", "Follower", EdgeKind.DELIVER));
    }

    @Test
    void of_shouldMarkWhatTakesFailures_whenSomethingFailsForGood() {
        ApplicationMap map = ApplicationMap.of(Templates.read("edges.yaml"));

        assertThat(map.edges())
                .filteredOn(edge -> edge.kind() == EdgeKind.FAILURE)
                .containsExactlyInAnyOrder(
                        new Edge("Subscriber", "DeadLetters", EdgeKind.FAILURE),
                        new Edge("Orders", "DeadLetters", EdgeKind.FAILURE),
                        new Edge("Follower", "DeadLetters", EdgeKind.FAILURE),
                        new Edge("Work", "Undone", EdgeKind.FAILURE));
    }

    @Test
    void of_shouldLeadToWhatTheEnvironmentNames_whenPermissionsAreNotRead() {
        ApplicationMap map = ApplicationMap.of(Templates.read("orders.yaml"));

        assertThat(map.edges()).contains(new Edge("OrderFunction", "Placed", EdgeKind.SEND));
    }

    @Test
    void of_shouldLeadToQueuesAndFunctions_whenTheEnvironmentHasTheirUrlsAndNames() {
        Application application = applicationIn("us-east-1")
                .with(
                        function("Caller")
                                .withEnvironment(Map.of(
                                        "QUEUE_URL", "http://127.0.0.1:4566/000000000000/stack-Letters",
                                        "FUNCTION", "stack-Called:live",
                                        "OTHER", "nothing"))
                                .build(),
                        function("Called").withAlias("live").build())
                .with(queue("Letters"))
                .build();

        assertThat(ApplicationMap.of(application).edges())
                .containsExactlyInAnyOrder(
                        new Edge("Caller", "Letters", EdgeKind.USE), new Edge("Caller", "Called", EdgeKind.INVOKE));
    }

    @Test
    void of_shouldTellReadingFromWriting_whenPermissionsAreRead() {
        ApplicationMap map = ApplicationMap.of(Templates.wordCounterWithPermissions());

        assertThat(map.edges())
                .contains(
                        new Edge("SnsMultiplierFunction", "WordCounts", EdgeKind.WRITE),
                        new Edge("SummaryRetrieverFunction", "Summaries", EdgeKind.READ),
                        new Edge("WordCounterFunction", "WordsTopic", EdgeKind.SEND));
    }

    @Test
    void of_shouldNameTheApi_whenThereAreSeveral() {
        Application application = applicationIn("us-east-1")
                .with(function("Called").build())
                .with(api("First"), api("Second"))
                .build();

        assertThat(ApplicationMap.of(application).nodes())
                .extracting(Node::id)
                .contains("route:First GET /things", "route:Second GET /things");
    }

    @Test
    void of_shouldShortenTheFunctionsLabel_whenItEndsWithItsKind() {
        Application application = applicationIn("us-east-1")
                .with(function("MailFunction").build(), function("Function").build())
                .build();

        assertThat(ApplicationMap.of(application).nodes())
                .extracting(Node::label)
                .containsExactly("Mail", "Function");
    }

    private static Application.Api api(String logicalId) {
        return new Application.Api(
                logicalId,
                logicalId.toLowerCase(Locale.ROOT),
                logicalId,
                "dev",
                List.of(),
                List.of(),
                NONE,
                List.of(new Application.Route(
                        "GET", "/things", function("Called").build().arn(), false)));
    }

    private static Application.Queue queue(String logicalId) {
        return new Application.Queue(
                logicalId,
                "stack-" + logicalId,
                "arn:aws:sqs:us-east-1:000000000000:stack-" + logicalId,
                Duration.ofSeconds(30),
                Duration.ofDays(4),
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
    }
}
