package localrunner.cli;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.ApplicationBuilder;
import localrunner.application.Bucket;
import org.junit.jupiter.api.Test;

class OverviewTest {

    private final Application.Function greeter =
            function("Greeter").withAlias("live").build();
    private final ApplicationBuilder application = applicationIn("us-east-1")
            .with(greeter)
            .with(new Application.Api(
                    "Api",
                    "api",
                    "app",
                    "dev",
                    List.of(),
                    List.of(),
                    Application.MethodThrottles.NONE,
                    List.of(
                            new Application.Route("POST", "/greetings", greeter.invokedArn(), true),
                            new Application.Route("GET", "/greetings/{name}", greeter.invokedArn(), true),
                            new Application.Route("GET", "/greetings", greeter.invokedArn(), true))));

    @Test
    void text_shouldSuggestWhatTheTemplateSays_whenItNamesCommands() {
        application.tryIt(
                "curl -H 'x-api-key: ${ApiKey}' -H \"Key: $(date +%s%N)\" http://127.0.0.1:${Port}/greetings");

        assertThat(text()).endsWith("""

                        Try it:
                          curl -H 'x-api-key: secret' -H "Key: $(date +%s%N)" http://127.0.0.1:3100/greetings
                        """);
    }

    @Test
    void text_shouldLeaveACommandOut_whenThereIsNoApiThatItIsFor() {
        Application withoutApi = applicationIn("us-east-1")
                .with(greeter)
                .tryIt("curl http://127.0.0.1:${Port}/greetings", "aws sqs list-queues")
                .build();

        Overview overview = new Overview(withoutApi, URI.create("http://127.0.0.1:4566"), Map.of(), "secret");

        assertThat(overview.text()).endsWith("\nTry it:\n  aws sqs list-queues\n");
    }

    @Test
    void text_shouldSuggestRequestsWithoutABody_whenTheTemplateNamesNone() {
        application.with(new Application.Table("Names", "app-Names", "arn", "{}", Optional.empty(), Optional.empty()));

        assertThat(text()).endsWith("""

                        Try it:
                          curl -H 'x-api-key: secret' http://127.0.0.1:3100/greetings
                          AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --endpoint-url http://127.0.0.1:4566 --region us-east-1 dynamodb scan --table-name app-Names
                        """);
    }

    @Test
    void text_shouldShowRoutesAndFunctions() {
        assertThat(text()).startsWith("""
                        route     POST /greetings        Greeter
                                  GET /greetings/{name}  Greeter
                                  GET /greetings         Greeter
                        function  Greeter                java25, 256 MB, 3 s
                        """);
    }

    @Test
    void text_shouldShowATopic_whenNobodySubscribes() {
        application.with(
                new Application.Topic("Alarms", "app-Alarms", "arn:aws:sns:us-east-1:0:app-Alarms", List.of()));

        assertThat(text()).contains("\ntopic     app-Alarms\n");
    }

    @Test
    void text_shouldShowWhatABucketTells() {
        application.with(new Bucket(
                "Inbox",
                "app-inbox",
                "arn:aws:s3:::app-inbox",
                Bucket.Versioning.ENABLED,
                Bucket.Encryption.BY_S3,
                List.of(
                        new Bucket.Notification(
                                "One",
                                new Bucket.FunctionTarget(greeter.invokedArn()),
                                List.of("s3:ObjectCreated:*"),
                                new Bucket.KeyFilter("inbox/", ".txt")),
                        new Bucket.Notification(
                                "Two",
                                new Bucket.QueueTarget("arn:aws:sqs:us-east-1:000000000000:app-Gone"),
                                List.of("s3:ObjectRemoved:*"),
                                Bucket.KeyFilter.ANY))));

        assertThat(text())
                .contains("bucket    app-inbox              s3:ObjectCreated:* of inbox/*.txt to Greeter;"
                        + " s3:ObjectRemoved:* to app-Gone\n");
    }

    @Test
    void text_shouldSuggestNothing_whenNothingCanBeAskedWithoutKnowingMore() {
        Application onlyPost = applicationIn("us-east-1")
                .with(greeter)
                .with(api(List.of(), new Application.Route("POST", "/greetings", greeter.invokedArn(), false)))
                .build();

        assertThat(overview(onlyPost).text()).doesNotContain("Try it");
    }

    @Test
    void text_shouldGiveTheKeyOfTheTemplate_whenItHasOne() {
        Application withKey = applicationIn("us-east-1")
                .with(greeter)
                .with(api(
                        List.of(new Application.UsagePlan(
                                "Plan",
                                Application.Throttle.OF_THE_ACCOUNT,
                                Optional.empty(),
                                List.of(
                                        new Application.ApiKey("Old", Optional.of("old"), false),
                                        new Application.ApiKey("Own", Optional.of("own"), true)))),
                        new Application.Route("ANY", "/greetings", greeter.invokedArn(), true)))
                .build();

        assertThat(overview(withKey).text()).endsWith("curl -H 'x-api-key: own' http://127.0.0.1:3100/greetings\n");
        assertThat(overview(withKey).firstKey()).isEqualTo("own");
    }

    @Test
    void differences_shouldTellRuntimesAndWhatIsLeftAside_eachInALine() {
        Application older = applicationIn("us-east-1")
                .with(function("Old").withRuntime("java11").build())
                .with(function("Older").withRuntime("java8.al2").build())
                .leavingAside("AWS::IAM::Role (2)", "AWS::Serverless::Function.Tracing")
                .build();

        assertThat(overview(older).differences())
                .containsExactly(
                        "java11, java8.al2: run on the JDK at hand, "
                                + Runtime.version().feature() + ".",
                        "Left aside (run-local --help types says why): AWS::IAM::Role (2), AWS::Serverless::Function.Tracing.");
    }

    @Test
    void differences_shouldBeNone_whenAllIsAsOnAws() {
        Application same = applicationIn("us-east-1")
                .with(function("New")
                        .withRuntime("java" + Runtime.version().feature())
                        .build())
                .build();

        assertThat(overview(same).differences()).isEmpty();
    }

    private static Application.Api api(List<Application.UsagePlan> usagePlans, Application.Route route) {
        return new Application.Api(
                "Api", "api", "app", "dev", List.of(), usagePlans, Application.MethodThrottles.NONE, List.of(route));
    }

    private String text() {
        return overview(application.build()).text();
    }

    private static Overview overview(Application shown) {
        return new Overview(
                shown,
                URI.create("http://127.0.0.1:4566"),
                Map.of("Api", URI.create("http://127.0.0.1:3100")),
                "secret");
    }
}
