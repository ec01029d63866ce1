package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.counts.LedgerItem;
import wordcounter.intake.EventIds;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;
import wordcounter.targets.Target.FunctionKiller;
import wordcounter.uploads.DynamoDbUploads;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadItem;
import wordcounter.uploads.UploadedFile;

/**
 * Files in the bucket: each counts once, whatever happens meanwhile.
 *
 * <p>{@code -Dupload.megabytes=100} makes the large one.
 */
@AgainstTarget(alone = true)
class UploadsIT extends Contract {

    private static final String FUNCTION = "UploadedWordsFunction";
    private static final int MEGABYTES = Integer.getInteger("upload.megabytes", 1);
    private static final int MEGABYTE = 1_000_000;
    private static final int WORDS = 40;
    private static final int WORDS_OF_A_LINE = 12;

    private final S3Client s3;
    private final EventIds eventIds = new EventIds(new Random(1));
    private final Map<String, Long> written = new TreeMap<>();

    @TempDir
    private Path folder;

    UploadsIT(Target target) {
        super(target);
        s3 = target.client(S3Client.builder().forcePathStyle(true));
    }

    @AfterEach
    void closeS3() {
        s3.close();
    }

    @Test
    void file_shouldCountOnce_whenItIsUploadedTwice() throws Exception {
        Path file = file(MEGABYTES * MEGABYTE);

        String first = Operator.words(target, "upload", file.toString(), "--wait");
        Path renamed = Files.move(file, folder.resolve("another name.txt"));
        String second = Operator.words(target, "upload", renamed.toString(), "--wait");

        assertThat(first)
                .contains("is in the bucket: s3://")
                .contains("counted: " + Files.size(renamed) + " bytes in ");
        assertThat(second).contains("was in the bucket already").contains("counted: " + Files.size(renamed));
        assertCounted();
    }

    @Test
    void file_shouldCountOnce_whenItsFunctionIsKilledMeanwhile() throws Exception {
        Optional<FunctionKiller> killer = target.functionKiller();
        assumeTrue(killer.isPresent(), "the processes of this target are out of reach");
        Path file = file(3 * MEGABYTE);
        UploadedFile placed = put("inbox/" + Fresh.key(), Files.readAllBytes(file));

        Stack.soon()
                .until(() -> upload(placed)
                        .filter(upload -> upload.progress().chunks() > 0)
                        .isPresent());
        boolean wasKilled = killer.get().kill(FUNCTION);

        awaitCounted(placed);
        assertThat(wasKilled).isTrue();
        assertCounted();
    }

    @Test
    void file_shouldCountEachTime_whenItsKeyIsPutTwice() {
        String word = Fresh.word();
        String key = "inbox/" + Fresh.key() + " ü+.txt";

        UploadedFile first = put(key, (word + "\n").getBytes(UTF_8));
        UploadedFile second = put(key, (word + " again\n").getBytes(UTF_8));

        assertThat(first.version()).isNotEqualTo(second.version());
        awaitCounted(first);
        awaitCounted(second);
        awaitCount(word, 22);
        assertThat(api.get("/events/" + first.eventId(eventIds, 0)).status()).isEqualTo(200);
    }

    @Test
    void file_shouldHaveNoEffect_whenItIsNoText() {
        String word = Fresh.word();
        String key = "inbox/" + Fresh.key();
        byte[] bytes = (word + "\n").repeat(10_000).getBytes(UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;

        UploadedFile file = put(key, bytes);

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(key)));
        assertThat(parked.requiredString("parked")).isEqualTo("UPLOAD_RECORD");
        assertThat(parked.requiredString("function")).isEqualTo("uploaded-words-fn");
        assertThat(parked.requiredString("reason")).startsWith("it is no text in UTF-8: byte " + (bytes.length - 1));
        assertThat(UploadedFile.of(parked.requiredObject("payload")).version()).isEqualTo(file.version());
        // noted after it is parked, so that a crash between the two loses no letter
        Stack.soon().until(() -> upload(file).flatMap(Upload::refusal).isPresent());
        assertThat(api.consistentCount(word)).isZero();
    }

    @Test
    void file_shouldBeCountedByAReplay_whenItWasGivenUp() throws Exception {
        String word = Fresh.word();
        UploadedFile file = put("inbox/" + Fresh.key(), (word + "\n").getBytes(UTF_8));
        awaitCounted(file);
        awaitCount(word, 11);
        forget(file); // so that what is counted from here on is the replay's
        stack.sendDeadLetter(givenUp(file));

        assertThat(Operator.words(target, "replay", "--function", "uploaded-words-fn"))
                .contains("INVOCATION")
                .contains("invoke uploaded-words-fn");
        Operator.words(target, "replay", "--execute", "--function", "uploaded-words-fn");

        awaitCounted(file);
        awaitCount(word, 22);
    }

    /** S3 may notify twice, and late. */
    @Test
    void file_shouldBeParked_whenItIsGoneBeforeItIsRead() {
        String word = Fresh.word();
        String key = "inbox/" + Fresh.key();
        UploadedFile file = put(key, (word + "\n").getBytes(UTF_8));
        awaitCounted(file);
        awaitCount(word, 11);
        forget(file);
        s3.deleteObject(request -> request.bucket(file.bucket()).key(key).versionId(file.version()));

        try (LambdaClient lambda = target.client(LambdaClient.builder())) {
            lambda.invoke(request -> request.functionName(target.functionName(FUNCTION))
                    .qualifier("live")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(notification(file))));
        }

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(key)));
        assertThat(parked.requiredString("parked")).isEqualTo("UPLOAD_RECORD");
        assertThat(parked.requiredString("reason")).isEqualTo(Upload.GONE);
        Stack.soon().until(() -> upload(file).flatMap(Upload::refusal).isPresent());
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    /** As if nobody had seen the file: its upload, and the event of its only chunk. */
    private void forget(UploadedFile file) {
        stack.dynamoDb()
                .deleteItem(request -> request.tableName(stack.name("UploadsTable"))
                        .key(Map.of(UploadItem.UPLOAD_ID, AttributeValue.fromS(file.uploadId(eventIds)))));
        stack.dynamoDb()
                .deleteItem(request -> request.tableName(stack.name("EventLedgerTable"))
                        .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(file.eventId(eventIds, 0)))));
    }

    /** As Lambda writes it after the third failure. */
    private String givenUp(UploadedFile file) {
        return """
                {"version":"1.0","timestamp":"2026-11-27T12:00:00Z","requestContext":{"requestId":"r",\
                "functionArn":"arn:aws:lambda:us-east-1:000000000000:function:%s:live","condition":"RetriesExhausted",\
                "approximateInvokeCount":3},"requestPayload":%s}""".formatted(target.functionName(FUNCTION), notification(file));
    }

    /** The event of S3, as far as the function reads it. */
    private static String notification(UploadedFile file) {
        return """
                {"Records":[{"eventTime":"%s","s3":{"bucket":{"name":"%s"},\
                "object":{"key":"%s","size":%d,"versionId":"%s"}}}]}""".formatted(file.putAt(), file.bucket(), file.key(), file.size(), file.version());
    }

    /** A text of few words, each of which is this file's own, so that a table on a laptop can follow. */
    private Path file(int size) throws IOException {
        List<String> words = Stream.generate(Fresh::word).limit(WORDS).toList();
        Random random = new Random(1);
        Path file = folder.resolve("text.txt");
        try (BufferedWriter text = Files.newBufferedWriter(file)) {
            for (int bytes = 0; bytes < size - 1_000; ) {
                for (int i = 0; i < WORDS_OF_A_LINE; i++) {
                    String word = words.get(random.nextInt(WORDS));
                    written.merge(word, 1L, Long::sum);
                    text.write(word);
                    text.write(i + 1 < WORDS_OF_A_LINE ? ' ' : '\n');
                    bytes += word.length() + 1;
                }
            }
        }
        return file;
    }

    private UploadedFile put(String key, byte[] content) {
        String bucket = stack.name("UploadsBucket");
        String version = s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content))
                .versionId();
        return new UploadedFile(
                bucket,
                key,
                version,
                content.length,
                s3.headObject(request -> request.bucket(bucket).key(key).versionId(version))
                        .lastModified());
    }

    private Optional<Upload> upload(UploadedFile file) {
        return new DynamoDbUploads(stack.dynamoDb(), stack.name("UploadsTable")).find(file.uploadId(eventIds));
    }

    private void awaitCounted(UploadedFile file) {
        Stack.soon().until(() -> upload(file).filter(Upload::isCounted).isPresent());
    }

    private void assertCounted() {
        Stack.soon().untilAsserted(() -> assertThat(stack.counts()).containsAllEntriesOf(elevenfold()));
        Stack.soon()
                .untilAsserted(() -> written.keySet()
                        .forEach(word -> assertThat(api.count(word))
                                .as(word)
                                .isEqualTo(elevenfold().get(word))));
    }

    private Map<String, Long> elevenfold() {
        Map<String, Long> expected = new TreeMap<>();
        written.forEach((word, occurrences) -> expected.put(word, 11 * occurrences));
        return expected;
    }
}
