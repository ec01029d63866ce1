package localrunner.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import localrunner.edge.ApplicationFixture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalArnsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LOCAL_STREAM =
            "arn:aws:dynamodb:ddblocal:000000000000:table/demo-Words/stream/2026-11-21T17:05:40.306";

    private final LocalArns arns =
            new LocalArns(ApplicationFixture.REGION, Map.of(ApplicationFixture.STREAM_ARN, LOCAL_STREAM));

    @Test
    void toOurs_shouldShowApplicationsNamesOnly_whenAnswerHasLocalOnes() {
        JsonNode answer = JSON.readTree("""
                {"Table": {"TableArn": "arn:aws:dynamodb:ddblocal:000000000000:table/demo-Words",
                           "LatestStreamArn": "%s", "LatestStreamLabel": "2026-11-21T17:05:40.306"},
                 "Records": [{"awsRegion": "ddblocal"}],
                 "NextShardIterator": "%s|001|c2hhcmQ=",
                 "Message": "Stream: %s not found"}
                """.formatted(LOCAL_STREAM, LOCAL_STREAM, LOCAL_STREAM));

        arns.toOurs(answer);

        assertThat(answer).isEqualTo(JSON.readTree("""
                                {"Table": {"TableArn": "%s",
                                           "LatestStreamArn": "%s", "LatestStreamLabel": "2026-01-01T00:00:00.000"},
                                 "Records": [{"awsRegion": "eu-west-1"}],
                                 "NextShardIterator": "%s|001|c2hhcmQ=",
                                 "Message": "Stream: %s not found"}
                                """.formatted(
                        ApplicationFixture.TABLE_ARN,
                        ApplicationFixture.STREAM_ARN,
                        ApplicationFixture.STREAM_ARN,
                        ApplicationFixture.STREAM_ARN)));
    }

    @Test
    void toLocal_shouldUndoToOurs_whenIteratorComesBack() {
        String local = LOCAL_STREAM + "|001|c2hhcmQ=";

        assertThat(arns.toLocal(arns.toOurs(local))).isEqualTo(local);
    }

    @Test
    void toOurs_shouldLeaveAttributesAlone_whenTheyAreNamedLikeArns() {
        String streamRecord =
                "{\"dynamodb\":{\"NewImage\":{\"StreamArn\":{\"S\":\"%s\"},\"awsRegion\":{\"S\":\"ddblocal\"}}}}"
                        .formatted(LOCAL_STREAM);
        JsonNode answer = JSON.readTree(streamRecord);

        arns.toOurs(answer);

        assertThat(answer).isEqualTo(JSON.readTree(streamRecord));
    }
}
