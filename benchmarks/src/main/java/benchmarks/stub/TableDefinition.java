package benchmarks.stub;

import java.util.List;

/**
 * What the stub has to know of a table.
 *
 * @param key the partition key; no table here has a sort key
 * @param indexes those that cost write units
 */
public record TableDefinition(String name, String key, List<Index> indexes) {

    public TableDefinition {
        indexes = List.copyOf(indexes);
    }

    /** A table without an index. */
    public TableDefinition(String name, String key) {
        this(name, key, List.of());
    }

    /** A global secondary index that holds keys only. */
    public record Index(String name, String partitionKey, String sortKey) {}
}
