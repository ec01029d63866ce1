package wordcounter.operator;

import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Tables, with their backups by time; also those with deletion protection, which is taken off first. */
final class KeptTables implements KeptKind {

    private final StackAccess access;
    private final DynamoDbClient dynamoDb;

    KeptTables(StackAccess access, DynamoDbClient dynamoDb) {
        this.access = access;
        this.dynamoDb = dynamoDb;
    }

    @Override
    public String type() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public String name() {
        return "table";
    }

    /** DynamoDB counts every six hours. */
    @Override
    public Optional<String> contents(String table) {
        return describe(table).map(found -> String.format(Locale.ROOT, "about %,d items", found.itemCount()));
    }

    @Override
    public boolean remove(String table) {
        Optional<TableDescription> found = describe(table);
        if (found.isEmpty()) {
            return true;
        }
        if (found.get().tableStatus() == TableStatus.ACTIVE) {
            return access.explained(() -> {
                try {
                    if (Boolean.TRUE.equals(found.get().deletionProtectionEnabled())) {
                        access.calls()
                                .call(() -> dynamoDb.updateTable(
                                        request -> request.tableName(table).deletionProtectionEnabled(false)));
                    } else {
                        access.calls().call(() -> dynamoDb.deleteTable(request -> request.tableName(table)));
                    }
                    return false;
                } catch (ResourceInUseException e) {
                    return false; // somebody changes it, or deletes it already
                } catch (ResourceNotFoundException e) {
                    return true;
                }
            });
        }
        return false;
    }

    private Optional<TableDescription> describe(String table) {
        return access.explained(() -> {
            try {
                return Optional.of(access.calls()
                        .call(() -> dynamoDb.describeTable(request -> request.tableName(table)))
                        .table());
            } catch (ResourceNotFoundException e) {
                return Optional.<TableDescription>empty();
            }
        });
    }
}
