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
import org.junit.jupiter.api.Test;

class OverviewTest {

    private final Application.Function greeter =
            function("Greeter").withAlias("live").build();
    private final ApplicationBuilder application = applicationIn("us-east-1")
            .with(greeter)
            .with(new Application.Api(
                    "Api",
                    "api",
                    "dev",
                    List.of(),
                    Optional.empty(),
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
    void text_shouldSuggestRequestsWithoutABody_whenTheTemplateNamesNone() {
        application.with(new Application.Table("Names", "app-Names", "arn", "{}", Optional.empty(), Optional.empty()));

        assertThat(text()).endsWith("""

                        Try it:
                          curl -H 'x-api-key: secret' http://127.0.0.1:3100/greetings
                          aws --endpoint-url http://127.0.0.1:4566 --region us-east-1 dynamodb scan --table-name app-Names
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

    private String text() {
        return new Overview(
                        application.build(),
                        URI.create("http://127.0.0.1:4566"),
                        Map.of("Api", URI.create("http://127.0.0.1:3100")),
                        "secret")
                .text();
    }
}
