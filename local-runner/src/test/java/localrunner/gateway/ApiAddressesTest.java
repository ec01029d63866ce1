package localrunner.gateway;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import localrunner.application.Application;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAddressesTest {

    private final ApiAddresses addresses = new ApiAddresses(
            applicationIn("eu-west-1")
                    .with(api("WordsApi", "dev"), api("AdminApi", "v1"))
                    .build(),
            Map.of("WordsApi", URI.create("http://127.0.0.1:3000"), "AdminApi", URI.create("http://127.0.0.1:3001")));

    @ParameterizedTest
    @CsvSource({
        "https://wordsapi.execute-api.eu-west-1.amazonaws.com/dev, http://127.0.0.1:3000",
        "https://wordsapi.execute-api.eu-west-1.amazonaws.com/dev/words?top=3, http://127.0.0.1:3000/words?top=3",
        "'https://adminapi.execute-api.eu-west-1.amazonaws.com/v1,https://wordsapi.execute-api.eu-west-1.amazonaws.com/dev',"
                + " 'http://127.0.0.1:3001,http://127.0.0.1:3000'",
        "https://wordsapi.execute-api.eu-west-1.amazonaws.com/develop,"
                + " https://wordsapi.execute-api.eu-west-1.amazonaws.com/develop",
        "https://wordsapi.execute-api.us-east-1.amazonaws.com/dev, https://wordsapi.execute-api.us-east-1.amazonaws.com/dev",
        "wordsapi, wordsapi"
    })
    void localize_shouldNameTheGatewayHere_whenTheTextNamesAStage(String text, String local) {
        assertThat(addresses.localize(text)).isEqualTo(local);
    }

    private static Application.Api api(String logicalId, String stage) {
        return new Application.Api(
                logicalId,
                logicalId.toLowerCase(Locale.ROOT),
                "app",
                stage,
                List.of(),
                List.of(),
                Application.MethodThrottles.NONE,
                List.of());
    }
}
