package localrunner.dynamodb;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.edge.Requests.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import localrunner.application.Application;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("LeftBehind looks at the JVM's threads")
class LocalDynamoDbIT {

    @TempDir
    Path folder;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void start_shouldSayWhyInOneLine_whenItsFilesCanNotBeWritten() throws Exception {
        Path noFolder = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> LocalDynamoDb.start(ApplicationFixture.application(), noFolder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("DynamoDB Local could not start: ")
                .hasMessageEndingWith("; is there room in " + System.getProperty("java.io.tmpdir") + "?");
    }

    @Test
    void start_shouldCreateTables_whenApplicationHasThem() throws Exception {
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
            EdgeResponse described = dynamoDb.handle(
                    json("dynamodb", "DynamoDB_20120810.DescribeTable", "{\"TableName\":\"demo-Words\"}"));
            EdgeResponse timeToLive = dynamoDb.handle(
                    json("dynamodb", "DynamoDB_20120810.DescribeTimeToLive", "{\"TableName\":\"demo-Ledger\"}"));

            JsonNode table = JSON.readTree(described.body()).path("Table");
            assertThat(table.path("TableArn").asString()).isEqualTo(ApplicationFixture.TABLE_ARN);
            assertThat(table.path("LatestStreamArn").asString()).isEqualTo(ApplicationFixture.STREAM_ARN);
            assertThat(described.headers().get("x-amz-crc32")).isEqualTo(crc32(described.body()));
            assertThat(timeToLive.bodyText()).contains("ENABLED", "expiresAt");
        }
    }

    /** The edge has let such a page in, and DynamoDB Local's own port would not. */
    @Test
    void handle_shouldAnswer_whenThePageIsTheRunnersOwn() throws Exception {
        EdgeRequest request = json("dynamodb", "DynamoDB_20120810.ListTables", "{}");
        var headers = new HashMap<>(request.headers());
        headers.put("Origin", "http://127.0.0.1:4566");
        headers.put("Sec-Fetch-Site", "same-origin");
        headers.put("User-Agent", "Mozilla/5.0");
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
            EdgeResponse answer = dynamoDb.handle(
                    new EdgeRequest(request.method(), request.path(), request.query(), headers, request.body()));

            assertThat(answer.bodyText()).contains("demo-Words");
        }
    }

    @Test
    void start_shouldNameTable_whenItsRequestIsRefused() {
        Application sound = ApplicationFixture.application();
        var broken = new Application.Table(
                "Broken", "x", "arn", "{\"TableName\":\"x\"}", Optional.empty(), Optional.empty());
        var application = applicationIn("eu-west-1").with(broken).build();
        var leftBehind = new LeftBehind();

        assertThat(sound.tables()).doesNotContain(broken);
        assertThatThrownBy(() -> LocalDynamoDb.start(application, folder))
                .hasMessageContaining("CreateTable of table Broken")
                .hasMessageContaining("between 3 and 255 characters");
        leftBehind.assertNoThread();
    }

    @Test
    void streams_shouldGiveRecordsOfTheLambdaEventsShape_whenItemsAreWritten() throws Exception {
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
            StreamReader streams = dynamoDb.streams(InstantSource.system());
            StreamReader.Shard shard =
                    streams.shards(ApplicationFixture.STREAM_ARN).getFirst();
            String latest = streams.iterator(
                    ApplicationFixture.STREAM_ARN, shard.shardId(), new StreamReader.Position.Latest());
            put(dynamoDb, "one");
            put(dynamoDb, "two");

            StreamReader.Records first = streams.read(
                    streams.iterator(
                            ApplicationFixture.STREAM_ARN, shard.shardId(), new StreamReader.Position.TrimHorizon()),
                    1);
            StreamReader.Records rest = streams.read(first.next().orElseThrow(), 10);
            String number = first.records()
                    .getFirst()
                    .path("dynamodb")
                    .path("SequenceNumber")
                    .asString();
            StreamReader.Records after = streams.read(
                    streams.iterator(
                            ApplicationFixture.STREAM_ARN,
                            shard.shardId(),
                            new StreamReader.Position.AfterSequenceNumber(number)),
                    10);
            StreamReader.Records at = streams.read(
                    streams.iterator(
                            ApplicationFixture.STREAM_ARN,
                            shard.shardId(),
                            new StreamReader.Position.AtSequenceNumber(number)),
                    10);

            assertThat(shard.closed()).isFalse();
            JsonNode streamRecord = first.records().getFirst();
            assertThat(words(first)).containsExactly("one");
            assertThat(streamRecord.path("eventSourceARN").asString()).isEqualTo(ApplicationFixture.STREAM_ARN);
            assertThat(streamRecord.path("eventID").asString())
                    .as("as AWS writes it: seen in aws-lambda-dotnet, issue 839")
                    .matches("[0-9a-f]{32}");
            assertThat(streamRecord.path("awsRegion").asString()).isEqualTo("eu-west-1");
            assertThat(streamRecord.path("eventSource").asString()).isEqualTo("aws:dynamodb");
            assertThat(words(rest)).containsExactly("two");
            assertThat(words(after)).containsExactly("two");
            assertThat(words(at)).containsExactly("one", "two");
            assertThat(words(streams.read(latest, 10))).containsExactly("one", "two");
            assertThat(rest.next()).isPresent();
        }
    }

    @Test
    void streams_shouldNotMakeARecordOlderThanItIs() throws Exception {
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
            StreamReader streams = dynamoDb.streams(InstantSource.system());
            long before = Instant.now().getEpochSecond();
            put(dynamoDb, "one");

            StreamReader.Shard shard =
                    streams.shards(ApplicationFixture.STREAM_ARN).getFirst();
            StreamReader.Records records = streams.read(
                    streams.iterator(
                            ApplicationFixture.STREAM_ARN, shard.shardId(), new StreamReader.Position.TrimHorizon()),
                    10);

            assertThat(records.records()
                            .getFirst()
                            .at("/dynamodb/ApproximateCreationDateTime")
                            .asLong())
                    .isBetween(before, Instant.now().getEpochSecond());
        }
    }

    @Test
    void handle_shouldNameWhatIsSupported_whenOperationIsNot() throws Exception {
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
            EdgeResponse answer =
                    dynamoDb.handle(json("dynamodb", "DynamoDB_20120810.DescribeContinuousBackups", "{}"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.bodyText()).contains("UnknownOperationException", "DescribeContinuousBackups", "PutItem");
        }
    }

    @Test
    void close_shouldLeaveNothing_whenStartedAgainAndAgain() throws Exception {
        LocalDynamoDb.start(ApplicationFixture.application(), folder).close();
        long filesAfterFirst = nativeLibraries();
        var leftBehind = new LeftBehind();

        for (int round = 0; round < 3; round++) {
            try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(ApplicationFixture.application(), folder)) {
                EdgeResponse scanned =
                        dynamoDb.handle(json("dynamodb", "DynamoDB_20120810.Scan", "{\"TableName\":\"demo-Words\"}"));
                assertThat(scanned.bodyText()).contains("\"Count\":0");
                put(dynamoDb, "left from round " + round);
            }
        }

        leftBehind.assertNoThread();
        assertThat(nativeLibraries()).isEqualTo(filesAfterFirst);
    }

    private static void put(LocalDynamoDb dynamoDb, String word) throws InterruptedException {
        EdgeResponse answer = dynamoDb.handle(json(
                "dynamodb",
                "DynamoDB_20120810.PutItem",
                "{\"TableName\":\"demo-Words\",\"Item\":{\"word\":{\"S\":\"%s\"}}}".formatted(word)));
        assertThat(answer.status()).isEqualTo(200);
    }

    private static List<String> words(StreamReader.Records records) {
        return records.records().stream()
                .map(streamRecord -> streamRecord
                        .path("dynamodb")
                        .path("Keys")
                        .path("word")
                        .path("S")
                        .asString())
                .toList();
    }

    private static String crc32(byte[] body) {
        var checksum = new CRC32();
        checksum.update(body);
        return Long.toString(checksum.getValue());
    }

    /** The JVM deletes them when it ends, so one is right and more would be a leak. */
    private static long nativeLibraries() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().contains("sqlite4java"))
                    .count();
        }
    }
}
