package benchmarks.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ExpressionsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final ObjectNode ITEM = item("""
            {"word": {"S": "hello"}, "count": {"N": "11"}, "marks": {"NS": ["1", "3"]}}""");

    private static final String NAMES_AND_VALUES = """
            "ExpressionAttributeNames": {"#word": "word", "#count": "count", "#marks": "marks", "#none": "none"},
            "ExpressionAttributeValues": {":hello": {"S": "hello"}, ":one": {"N": "1"}, ":eleven": {"N": "11"},
              ":mark": {"N": "3"}, ":marks": {"NS": ["3", "4"]}}""";

    @ParameterizedTest
    @CsvSource({
        "#word = :hello, true",
        "#word <> :hello, false",
        "#none = :hello, false",
        "#count >= :eleven AND #count > :one, true",
        "attribute_exists(#word), true",
        "attribute_not_exists(#word), false",
        "attribute_not_exists(#none) OR #count = :one, true",
        "'contains(#marks, :mark)', true",
        "'NOT contains(#marks, :one)', false",
        "'contains(#none, :mark)', false",
        "NOT (#word = :hello AND #count = :one), true",
        "'begins_with(#word, :hello)', true",
    })
    void holds_shouldJudgeAsDynamoDbDoes(String condition, boolean expected) {
        assertThat(Expressions.holds(request("ConditionExpression", condition), ITEM))
                .isEqualTo(expected);
    }

    @Test
    void update_shouldSetAddAndRemove() {
        JsonNode request = request(
                "UpdateExpression",
                "SET #word = if_not_exists(#word, :one), #none = #count - :one ADD #marks :marks, #count :one");

        assertThat(Expressions.update(request, ITEM)).isEqualTo(item("""
                {"word": {"S": "hello"}, "count": {"N": "12"}, "marks": {"NS": ["1", "3", "4"]}, "none": {"N": "10"}}"""));
    }

    @Test
    void update_shouldMakeWhatIsAddedTo_whenItIsNotThere() {
        assertThat(Expressions.update(request("UpdateExpression", "ADD #count :one REMOVE #word"), item("{}")))
                .isEqualTo(item("{\"count\": {\"N\": \"1\"}}"));
    }

    @Test
    void holds_shouldRefuse_whatTheStubDoesNotKnow() {
        assertThatThrownBy(() -> Expressions.holds(request("ConditionExpression", "#word = :other"), ITEM))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(":other");
        assertThatThrownBy(() -> Expressions.holds(request("ConditionExpression", "size(#word) = :one"), ITEM))
                .isInstanceOf(ValidationException.class);
    }

    private static ObjectNode item(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static JsonNode request(String member, String expression) {
        return JSON.readTree("{\"%s\": \"%s\", %s}".formatted(member, expression, NAMES_AND_VALUES));
    }
}
