package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.contract.Sample.Kept;
import wordcounter.json.InvalidJsonException;
import wordcounter.runtime.FunctionModule;

/**
 * What functions send each other keeps to asyncapi.yaml, in both directions: today's code takes each kept sample for what it meant, and
 * what today's code writes is valid by the contract that code of earlier reads by. CONTRIBUTING.md says how a contract is changed.
 */
class MessageContractsTest {

    /** The classes that a call of which sends a message, and what the names of their methods for it begin with. */
    private static final Map<String, String> SENDING = Map.of(
            "software.amazon.awssdk.services.sns.SnsClient", "publish",
            "software.amazon.awssdk.services.sqs.SqsClient", "sendMessage",
            "software.amazon.awssdk.services.lambda.LambdaClient", "invoke",
            "wordcounter.runtime.SignedCalls", "post");

    /** The one that uses {@code SignedCalls} to read parameters. */
    private static final String READS_PARAMETERS = "wordcounter.runtime.SecureStrings";

    /** Types with a {@code toJson} that no other function reads: JSON itself, what clients get, and what Slack gets. */
    private static final Pattern FOR_OTHERS =
            Pattern.compile("wordcounter\\.(json\\..*|http\\..*|digest\\.SlackMessage|deadletters\\.ReplayAnswer)");

    /** CloudWatch writes to it, and people read it. */
    private static final String ALARMS = "AlarmTopic";

    private static final Pattern RESOURCE = Pattern.compile("(?m)^ {2}(\\w+):\\n {4}Type: (\\S+)$");

    private static final JavaClasses CLASSES = classes();

    private final AsyncApi asyncApi = AsyncApi.read();

    private static JavaClasses classes() {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return new ClassFileImporter()
                    .importPaths(modules.map(module -> module.resolve("target").resolve("classes"))
                            .filter(classes -> Files.isDirectory(classes.resolve("wordcounter")))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String template() {
        try {
            return Files.readString(Path.of("..", "template.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema is AsyncAPI's own, of npm's {@code @asyncapi/specs} 6.11.1 (Apache-2.0): schemas/3.0.0-without-$id.json. */
    @Test
    void document_shouldBeOfAsyncApi3() throws IOException {
        String schema;
        try (InputStream resource = getClass().getResourceAsStream("/asyncapi/3.0.0-without-id.json")) {
            schema = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(SchemaDocument.problems(SpecificationVersion.DRAFT_7, schema, asyncApi.toJson()))
                .isEmpty();
        assertThat(SchemaDocument.problems(
                        SpecificationVersion.DRAFT_7,
                        schema,
                        asyncApi.toJson().replace("\"action\":\"send\"", "\"action\":\"sends\"")))
                .isNotEmpty();
    }

    @Test
    void references_shouldLeadSomewhere() {
        assertThat(asyncApi.danglingReferences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sns, AWS::SNS::Topic", "sqs, AWS::SQS::Queue", "dynamodb, AWS::DynamoDB::Table"})
    void channels_shouldBeTheResourcesOfTheTemplate(String server, String type) {
        Set<String> resources = resources(type);
        resources.remove(ALARMS);

        assertThat(asyncApi.addresses().get(server)).isEqualTo(resources);
    }

    @Test
    void channels_shouldBeFunctionsOfTheTemplate_whenTheyAreInvoked() {
        assertThat(resources("AWS::Serverless::Function"))
                .containsAll(asyncApi.addresses().get("lambda"));
    }

    private static Set<String> resources(String type) {
        return RESOURCE.matcher(template())
                .results()
                .filter(resource -> resource.group(2).equals(type))
                .map(resource -> resource.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void modules_shouldBeThoseThereAre() {
        Set<String> modules =
                Stream.of(FunctionModule.values()).map(FunctionModule::module).collect(Collectors.toSet());
        modules.add("operator-cli");

        assertThat(modules).containsAll(asyncApi.modules());
    }

    @Test
    void senders_shouldBeThoseOfTheDocument() {
        Set<String> senders = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            if (javaClass.getAccessesFromSelf().stream().anyMatch(MessageContractsTest::isSending)) {
                senders.add(javaClass.getName().replaceFirst("\\$.*", ""));
            }
        }
        senders.remove(READS_PARAMETERS);

        assertThat(senders).isEqualTo(asyncApi.sendingClasses());
    }

    private static boolean isSending(JavaAccess<?> access) {
        String method = SENDING.get(access.getTargetOwner().getName());
        return method != null && access.getTarget().getName().startsWith(method);
    }

    @Test
    void forms_shouldEachHaveAContract() {
        Set<String> forms = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            boolean writesItself = javaClass.getMethods().stream()
                    .anyMatch(method -> method.getName().startsWith("toJson"));
            if (writesItself && !FOR_OTHERS.matcher(javaClass.getName()).matches()) {
                forms.add(javaClass.getName());
            }
        }

        assertThat(forms).hasSizeGreaterThan(5);
        assertThat(asyncApi.formClasses()).containsAll(forms);
        assertThat(CLASSES.stream().map(JavaClass::getName).toList()).containsAll(asyncApi.formClasses());
    }

    @Test
    void messages_shouldEachHaveAChannelAndSamples() {
        Set<String> kept = Sample.all().stream().map(Kept::message).collect(Collectors.toCollection(TreeSet::new));
        Set<String> read =
                MessageForm.all().stream().map(MessageForm::message).collect(Collectors.toCollection(TreeSet::new));

        assertThat(asyncApi.messagesOfChannels()).isEqualTo(new TreeSet<>(asyncApi.messages()));
        assertThat(kept).isEqualTo(new TreeSet<>(asyncApi.messages()));
        assertThat(read).isEqualTo(new TreeSet<>(asyncApi.messages()));
    }

    static List<Kept> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample_shouldBeValid(Kept kept) {
        assertThat(asyncApi.problems(kept.message(), kept.sample())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample_shouldMeanWhatItMeant(Kept kept) {
        MessageForm form = form(kept.message());

        assertThat(form.meanings()).containsKey(kept.file());
        assertThat(form.read().apply(kept.sample())).isEqualTo(form.meanings().get(kept.file()));
    }

    /** A later version of the code adds to a message; this one reads it, and finds it valid. */
    @ParameterizedTest
    @MethodSource("samples")
    void sample_shouldMeanTheSame_whenSomethingIsAdded(Kept kept) {
        MessageForm form = form(kept.message());
        Sample more = more(kept.sample());
        if (kept.message().startsWith("replay-request.")) {
            assertThatThrownBy(() -> form.read().apply(more)).isInstanceOf(InvalidJsonException.class);
            assertThat(asyncApi.problems(kept.message(), more)).isNotEmpty();
            return;
        }

        assertThat(form.read().apply(more)).isEqualTo(form.meanings().get(kept.file()));
        assertThat(asyncApi.problems(kept.message(), more)).isEmpty();
    }

    private static Sample more(Sample sample) {
        return sample.payload() instanceof String
                ? sample.withHeader("later", "x")
                : sample.with("later", Map.of("S", "x"));
    }

    static List<MessageForm> forms() {
        return MessageForm.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void written_shouldBeValidByTheContract(MessageForm form) {
        assertThat(form.written()).allSatisfy(written -> {
            assertThat(asyncApi.problems(form.message(), written)).isEmpty();
            assertThat(form.read().apply(written)).isNotNull();
        });
    }

    /** It is refused and not misread: then it is parked, and waits for the code that can read it. */
    @ParameterizedTest
    @MethodSource("samples")
    void sample_shouldBeRefused_whenItsVersionIsNewer(Kept kept) {
        MessageForm form = form(kept.message());
        if (asyncApi.hasVersion(kept.message())) {
            Sample newer = kept.sample().with("version", 2);

            assertThatThrownBy(() -> form.read().apply(newer))
                    .isInstanceOf(InvalidJsonException.class)
                    .hasMessageContaining("this code reads 1 to 1");
            assertThat(asyncApi.problems(kept.message(), newer)).isNotEmpty();
        } else if (kept.sample().payload() instanceof String) {
            Sample newer = kept.sample().withHeader("route", "POST /another/version");

            assertThatThrownBy(() -> form.read().apply(newer))
                    .isInstanceOf(InvalidJsonException.class)
                    .hasMessageContaining("route");
            assertThat(asyncApi.problems(kept.message(), newer)).isNotEmpty();
        }
    }

    /** API Gateway writes them, by a mapping template. */
    @ParameterizedTest
    @CsvSource({"queued-text.v1, textToQueue", "document-change.v1, changeToQueue"})
    void attributes_shouldBeThoseThatTheTemplateWrites(String message, String anchor) {
        String mapping =
                template().replaceFirst("(?s).*&" + anchor + " \"", "").replaceFirst("(?s)(?<!\\\\)\"\n.*", "");

        Set<String> written = Pattern.compile("\\.Name=(\\w+)|\\$attribute = '(\\w+)'")
                .matcher(mapping)
                .results()
                .map(MessageContractsTest::onlyGroup)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written).isEqualTo(asyncApi.headers(message));
        assertThat(mapping).contains("$util.urlEncode('" + asyncApi.route(message) + "')");
    }

    /** SQS refuses a message with more than ten, and a replay that can't put a letter back would lose it. */
    @ParameterizedTest
    @ValueSource(strings = {"queued-text.v1", "document-change.v1", "document-check.v1"})
    void attributes_shouldLeaveRoomForThoseOfAReplay(String message) {
        assertThat(asyncApi.headers(message).size()
                        + asyncApi.attributesOfAReplay().size())
                .as("SQS takes ten")
                .isLessThanOrEqualTo(10);
    }

    private static String onlyGroup(MatchResult name) {
        return name.group(1) == null ? name.group(2) : name.group(1);
    }

    private static MessageForm form(String message) {
        return MessageForm.all().stream()
                .filter(form -> form.message().equals(message))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing reads " + message));
    }
}
