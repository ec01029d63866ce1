package localrunner.history;

import java.util.HashMap;
import java.util.Map;
import localrunner.application.Application;

/** Names the nodes of the map, as causes and facts name what does something. Immutable. */
final class Nodes {

    private static final String ROUTE = "route:";
    private static final String STREAM = "stream:";

    private final boolean severalApis;
    private final Map<String, String> tables = new HashMap<>();

    Nodes(Application application) {
        severalApis = application.apis().size() > 1;
        application.tables().forEach(table -> tables.put(table.name(), table.logicalId()));
    }

    /** The id of a node: routes name their API only where there are several, and streams their table's logical id. */
    String id(String who) {
        if (who.startsWith(ROUTE) && !severalApis) {
            return ROUTE + who.substring(who.indexOf(' ') + 1);
        }
        if (who.startsWith(STREAM)) {
            String table = who.substring(STREAM.length());
            return STREAM + tables.getOrDefault(table, table);
        }
        return who;
    }

    /** The logical id of the table whose stream a node is; the node itself otherwise. */
    String tableOf(String node) {
        return node.startsWith(STREAM) ? node.substring(STREAM.length()) : node;
    }
}
