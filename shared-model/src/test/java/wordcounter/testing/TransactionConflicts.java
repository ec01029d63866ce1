package wordcounter.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Gives DynamoDB Local the conflicts that it does not have: a transaction is cancelled when one of its items is part of
 * another one under way, and the reasons name the item (DynamoDB Developer Guide, "Transaction conflict handling"). Put
 * into the clients of a test, which all share one. Of a transaction's actions it knows updates. Thread-safe.
 */
public final class TransactionConflicts implements ExecutionInterceptor {

    private static final ExecutionAttribute<List<Item>> TAKEN = new ExecutionAttribute<>("ItemsOfTheTransaction");

    private final ItemsUnderWay<Item> underWay = new ItemsUnderWay<>();
    private final AtomicInteger refused = new AtomicInteger();

    private record Item(String table, Map<String, AttributeValue> key) {
        static Item of(TransactWriteItem action) {
            Update update = Objects.requireNonNull(action.update(), "only updates are known here");
            return new Item(update.tableName(), update.key());
        }
    }

    /** How many transactions were refused. */
    public int refused() {
        return refused.get();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof TransactWriteItemsRequest request) {
            List<Item> items = request.transactItems().stream().map(Item::of).toList();
            Set<Item> taken = underWay.take(items);
            if (!taken.isEmpty()) {
                refused.incrementAndGet();
                throw cancelled(items.stream().map(taken::contains));
            }
            attributes.putAttribute(TAKEN, items);
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        release(attributes);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        release(attributes);
    }

    private void release(ExecutionAttributes attributes) {
        Optional.ofNullable(attributes.getAttribute(TAKEN)).ifPresent(underWay::release);
    }

    private static TransactionCanceledException cancelled(Stream<Boolean> conflicts) {
        return TransactionCanceledException.builder()
                .message("Transaction cancelled, please refer cancellation reasons for specific reasons")
                .cancellationReasons(conflicts
                        .map(isConflict -> CancellationReason.builder()
                                .code(isConflict ? "TransactionConflict" : "None")
                                .build())
                        .toList())
                .build();
    }
}
