package localrunner.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/Reader";
    private static final CallContext CALL = CallContext.NONE
            .with(CallContext.PRINCIPAL_ARN, ROLE)
            .with(CallContext.SECURE_TRANSPORT, "true")
            .with(CallContext.S3_MAX_KEYS, "10")
            .with(CallContext.LEADING_KEYS, List.of("a", "b"))
            .with(CallContext.ATTRIBUTES, List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StringEquals              | aws:PrincipalArn  | arn:aws:iam::000000000000:role/Reader | true",
                "StringEquals              | AWS:principalarn  | arn:aws:iam::000000000000:role/Reader | true",
                "StringEquals              | aws:PrincipalArn  | arn:aws:iam::000000000000:role/reader | false",
                "StringEquals              | aws:PrincipalArn  | arn:aws:iam::000000000000:role/*      | false",
                "StringEqualsIgnoreCase    | aws:PrincipalArn  | ARN:AWS:IAM::000000000000:role/reader | true",
                "StringNotEquals           | aws:PrincipalArn  | arn:aws:iam::000000000000:role/Other  | true",
                "StringNotEquals           | aws:PrincipalArn  | arn:aws:iam::000000000000:role/Reader | false",
                "StringNotEqualsIgnoreCase | aws:PrincipalArn  | ARN:AWS:IAM::000000000000:role/reader | false",
                "StringLike                | aws:PrincipalArn  | arn:aws:iam::*:role/Read??            | true",
                "StringLike                | aws:PrincipalArn  | *role/Writer                          | false",
                "StringNotLike             | aws:PrincipalArn  | *role/Writer                          | true",
                "ArnLike                   | aws:PrincipalArn  | arn:aws:iam::*:role/*                 | true",
                "ArnLike                   | aws:PrincipalArn  | arn:aws:*:role/*                      | false",
                "ArnEquals                 | aws:PrincipalArn  | arn:aws:iam::000000000000:role/Reader | true",
                "ArnNotEquals              | aws:PrincipalArn  | arn:aws:iam::000000000000:role/Reader | false",
                "ArnNotLike                | aws:PrincipalArn  | arn:aws:iam::*:user/*                 | true",
                "Bool                      | aws:SecureTransport | false                               | false",
                "Bool                      | aws:SecureTransport | True                                | true",
                "NumericLessThanEquals     | s3:max-keys       | 10                                    | true",
                "NumericLessThan           | s3:max-keys       | 10                                    | false",
                "NumericGreaterThan        | s3:max-keys       | 9                                     | true",
                "NumericEquals             | s3:max-keys       | 10.0                                  | true",
                "NumericNotEquals          | s3:max-keys       | 10                                    | false",
                "NumericEquals             | s3:max-keys       | ten                                   | false",
                "Null                      | aws:SourceArn     | true                                  | true",
                "Null                      | aws:PrincipalArn  | true                                  | false",
            })
    void holds_shouldCompareAsTheOperatorSays(String operator, String key, String value, boolean expected) {
        assertThat(Condition.of(operator, key, List.of(value)).holds(CALL)).isEqualTo(expected);
    }

    @Test
    void holds_shouldTakeOneOfSeveralValues_andNoneOfThemWhenNegated() {
        assertThat(Condition.of("StringEquals", "aws:PrincipalArn", List.of("x", ROLE))
                        .holds(CALL))
                .isTrue();
        assertThat(Condition.of("StringNotEquals", "aws:PrincipalArn", List.of("x", ROLE))
                        .holds(CALL))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals, false",
        "StringNotEquals, true",
        "StringEqualsIfExists, true",
        "ForAllValues:StringEquals, true",
        "ForAnyValue:StringEquals, false",
    })
    void holds_shouldDecideByTheOperator_whenTheCallLacksTheKey(String operator, boolean expected) {
        assertThat(Condition.of(operator, "aws:SourceArn", List.of("x")).holds(CALL))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ForAllValues:StringEquals, dynamodb:LeadingKeys, a b c, true",
        "ForAllValues:StringEquals, dynamodb:LeadingKeys, a, false",
        "ForAnyValue:StringEquals, dynamodb:LeadingKeys, a, true",
        "ForAnyValue:StringEquals, dynamodb:LeadingKeys, c, false",
        "ForAllValues:StringEquals, dynamodb:Attributes, a, true",
        "ForAnyValue:StringEquals, dynamodb:Attributes, a, false",
    })
    void holds_shouldLookAtEachValueOfTheCall(String operator, String key, String values, boolean expected) {
        assertThat(Condition.of(operator, key, List.of(values.split(" "))).holds(CALL))
                .isEqualTo(expected);
    }

    @Test
    void holds_shouldFillInVariables() {
        assertThat(Condition.of("StringEquals", "aws:PrincipalArn", List.of("${aws:PrincipalArn}"))
                        .holds(CALL))
                .isTrue();
        assertThat(Condition.of("StringLike", "aws:PrincipalArn", List.of("arn${*}"))
                        .holds(CALL))
                .isFalse();
        assertThat(Condition.of("StringEquals", "aws:PrincipalArn", List.of("${aws:SourceArn, '" + ROLE + "'}"))
                        .holds(CALL))
                .isTrue();
    }

    @Test
    void of_shouldSayWhatItCanDecide_whenItCannot() {
        assertThatThrownBy(() -> Condition.of("IpAddress", "aws:SourceIp", List.of("10.0.0.0/8")))
                .hasMessageContaining("operator 'IpAddress'")
                .hasMessageContaining("StringEquals");
        assertThatThrownBy(() -> Condition.of("StringEquals", "aws:SourceIp", List.of("10.0.0.1")))
                .hasMessageContaining("key 'aws:SourceIp'")
                .hasMessageContaining("dynamodb:LeadingKeys");
        assertThatThrownBy(() -> Condition.of("StringEquals", "aws:PrincipalArn", List.of("${aws:username}")))
                .hasMessageContaining("variable 'aws:username'");
    }
}
