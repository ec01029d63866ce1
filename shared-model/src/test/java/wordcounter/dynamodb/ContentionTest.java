package wordcounter.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

class ContentionTest {

    @ParameterizedTest
    @MethodSource
    void isCauseOf_shouldBeTrue_whenTheSameCallMaySucceedLater(DynamoDbException refusal) {
        assertThat(Contention.isCauseOf(refusal)).isTrue();
    }

    static Stream<DynamoDbException> isCauseOf_shouldBeTrue_whenTheSameCallMaySucceedLater() {
        return Stream.of(
                TransactionConflictException.builder().build(),
                TransactionInProgressException.builder().build(),
                ProvisionedThroughputExceededException.builder().build(),
                RequestLimitExceededException.builder().build(),
                ThrottlingException.builder().build());
    }

    @ParameterizedTest
    @MethodSource
    void isCauseOf_shouldBeFalse_whenNoRetryCanHelpOrReasonsTellMore(DynamoDbException refusal) {
        assertThat(Contention.isCauseOf(refusal)).isFalse();
    }

    static Stream<DynamoDbException> isCauseOf_shouldBeFalse_whenNoRetryCanHelpOrReasonsTellMore() {
        return Stream.of(
                ConditionalCheckFailedException.builder().build(),
                ResourceNotFoundException.builder().build(),
                TransactionCanceledException.builder().build());
    }
}
