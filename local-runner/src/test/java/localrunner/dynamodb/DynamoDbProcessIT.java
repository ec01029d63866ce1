package localrunner.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import localrunner.edge.Requests;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DynamoDbProcessIT {

    private static final String TABLE = """
            {"TableName": "Words", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "word", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "word", "KeyType": "HASH"}]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("headersOfOtherSites")
    void handle_shouldRefuse_whenAPageOfAnotherSiteCouldHaveSentIt(String headers) throws Exception {
        try (DynamoDbProcess process = DynamoDbProcess.start(folder)) {
            String request = "POST / HTTP/1.1|X-Amz-Target: DynamoDB_20120810.CreateTable"
                    + "|Content-Type: application/x-amz-json-1.0|Authorization: " + Requests.authorization("dynamodb");

            assertThat(RawHttp.send(process.port(), request + "|" + headers, TABLE))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContainIgnoringCase("Access-Control-");
            assertThat(tables(process)).isEqualTo("{\"TableNames\":[]}");

            assertThat(RawHttp.send(process.port(), request + "|Host: 127.0.0.1", TABLE))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(tables(process)).isEqualTo("{\"TableNames\":[\"Words\"]}");
        }
    }

    static List<String> headersOfOtherSites() {
        return RawHttp.HEADERS_OF_OTHER_SITES;
    }

    private static String tables(DynamoDbProcess process) throws InterruptedException {
        return process.send(Requests.json("dynamodb", "DynamoDB_20120810.ListTables", "{}"))
                .bodyText();
    }
}
