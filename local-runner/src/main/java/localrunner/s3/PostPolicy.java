package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the signer of a form lets others upload with it.
 *
 * <p>"POST policy" in the S3 API Reference; the texts of refusals are those that were recorded on AWS. Signatures are not
 * checked; that there is one is. Immutable.
 *
 * @param expiration from when on nothing is let in
 */
record PostPolicy(Instant expiration, List<Condition> conditions) {

    private static final String RANGE = "content-length-range";
    private static final String BUCKET = "bucket";
    private static final String IGNORED_PREFIX = "x-ignore-";
    private static final Set<String> NEED_NO_CONDITION = Set.of(PostForm.SIGNATURE, PostForm.POLICY);

    /** The document's own example has a comma behind the last condition, and says that {@code \$} is a dollar sign. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    PostPolicy {
        conditions = List.copyOf(conditions);
    }

    /**
     * A condition as it is written, so that a refusal can show it.
     *
     * @param operator {@code eq}, {@code starts-with} or {@code content-length-range}
     * @param first the field behind a dollar sign, or the least number of bytes
     * @param second the value, or the greatest number of bytes
     */
    record Condition(String operator, String first, String second) {

        /** The name of the field that it is about; empty when it is about none. */
        Optional<String> field() {
            return operator.equals(RANGE) || !first.startsWith("$")
                    ? Optional.empty()
                    : Optional.of(first.substring(1).toLowerCase(Locale.ROOT));
        }

        boolean holds(PostForm form, String bucket) {
            Optional<String> value = field().flatMap(name -> name.equals(BUCKET)
                    ? Optional.of(bucket)
                    : Optional.ofNullable(form.fields().get(name)));
            if (operator.equals("eq")) {
                return value.filter(second::equals).isPresent();
            }
            // A Content-Type may be a list, each of which has to begin so.
            boolean isList = field().filter("content-type"::equals).isPresent();
            List<String> values = value.map(text -> isList ? List.of(text.split(" *, *", -1)) : List.of(text))
                    .orElse(List.of());
            return !values.isEmpty() && values.stream().allMatch(each -> each.startsWith(second));
        }

        SizeRange sizes() {
            try {
                return new SizeRange(Long.parseLong(first), Long.parseLong(second));
            } catch (NumberFormatException e) {
                throw failed();
            }
        }

        S3Exception failed() {
            return denied("Policy Condition failed: "
                    + List.of(operator, first, second).stream()
                            .map(text -> "\"" + text + "\"")
                            .collect(Collectors.joining(", ", "[", "]")));
        }
    }

    /**
     * Reads the policy of a form.
     *
     * @throws S3Exception when the form is not signed, or its policy can't be read
     */
    static PostPolicy of(PostForm form) {
        if (form.fields().keySet().containsAll(List.of("awsaccesskeyid", "signature"))) {
            throw S3Exception.invalidRequest(
                    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }
        Map<String, String> needed = Map.of(
                PostForm.ALGORITHM, "X-Amz-Algorithm",
                PostForm.CREDENTIAL, "X-Amz-Credential",
                PostForm.DATE, "X-Amz-Date",
                PostForm.SIGNATURE, "X-Amz-Signature");
        if (needed.keySet().stream().noneMatch(name -> form.field(name).isPresent())) {
            throw new S3Exception(403, "AccessDenied", "Access Denied");
        }
        needed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> form.required(field.getKey(), field.getValue()));
        return parse(form.required(PostForm.POLICY, "Policy"));
    }

    /** @param encoded in base64 */
    static PostPolicy parse(String encoded) {
        JsonNode json;
        try {
            json = JSON.readTree(new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException e) {
            throw invalid("Invalid JSON.");
        }
        if (!json.path("expiration").isString()) {
            throw invalid("Policy missing expiration.");
        }
        if (!json.path("conditions").isArray()) {
            throw invalid("Policy missing conditions.");
        }
        List<Condition> conditions = new ArrayList<>();
        json.path("conditions").forEach(condition -> conditions.add(condition(condition)));
        try {
            return new PostPolicy(Instant.parse(json.path("expiration").stringValue()), conditions);
        } catch (DateTimeException e) {
            throw invalid(
                    "Invalid 'expiration' value: '" + json.path("expiration").stringValue() + "'");
        }
    }

    private static Condition condition(JsonNode json) {
        if (json.isObject()) {
            if (json.size() != 1) {
                throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
            }
            Map.Entry<String, JsonNode> only = json.properties().iterator().next();
            if (!only.getValue().isString()) {
                throw invalid("Invalid Simple-Condition: value must be a string.");
            }
            return new Condition("eq", "$" + only.getKey(), only.getValue().stringValue());
        }
        String operator = json.path(0).asString("").toLowerCase(Locale.ROOT);
        boolean isRange = operator.equals(RANGE);
        boolean isComplete = json.size() == 3
                && (isRange ? json.path(1).isValueNode() : json.path(1).isString())
                && (isRange ? json.path(2).isValueNode() : json.path(2).isString());
        if (!isComplete || !List.of("eq", "starts-with", RANGE).contains(operator)) {
            throw invalid("Invalid Condition: " + json
                    + " is none of [\"eq\", \"$field\", \"value\"], [\"starts-with\", \"$field\", \"value\"] and"
                    + " [\"content-length-range\", least, most].");
        }
        return new Condition(operator, json.path(1).asString(), json.path(2).asString());
    }

    private static S3Exception invalid(String text) {
        return new S3Exception(400, "InvalidPolicyDocument", "Invalid Policy: " + text);
    }

    private static S3Exception denied(String text) {
        return new S3Exception(403, "AccessDenied", "Invalid according to Policy: " + text);
    }

    /**
     * Looks whether a form may do what it asks for.
     *
     * @param bucket that it was sent to
     * @return how large its file may be
     * @throws S3Exception when it may not
     */
    SizeRange check(PostForm form, String bucket, Instant now) {
        if (!now.isBefore(expiration)) {
            throw denied("Policy expired.");
        }
        SizeRange sizes = SizeRange.OF_ONE_REQUEST;
        Set<String> named = new HashSet<>(NEED_NO_CONDITION);
        for (Condition condition : conditions) {
            if (condition.operator().equals(RANGE)) {
                sizes = sizes.and(condition.sizes());
            } else if (condition.holds(form, bucket)) {
                condition.field().ifPresent(named::add);
            } else {
                throw condition.failed();
            }
        }
        form.fields().keySet().stream()
                .filter(name -> !named.contains(name) && !name.startsWith(IGNORED_PREFIX))
                .findFirst()
                .ifPresent(name -> {
                    throw denied("Extra input fields: " + name);
                });
        return sizes;
    }
}
