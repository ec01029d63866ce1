package localrunner.map;

import java.util.List;
import java.util.Locale;
import localrunner.application.Application;

/**
 * What an application consists of, and which of its parts reaches which.
 *
 * @param nodes in the order in which the template has them, kind by kind
 * @param edges at most one from a node to another
 */
public record ApplicationMap(List<Node> nodes, List<Edge> edges) {

    public ApplicationMap {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * The map of an application. Which resources a function calls is taken from its environment, which names them, and
     * from its role where permissions are read.
     */
    public static ApplicationMap of(Application application) {
        return new MapReader(application).read();
    }

    /** What a node stands for. */
    public enum NodeType {
        ROUTE,
        SCHEDULE,
        FUNCTION,
        TOPIC,
        QUEUE,
        TABLE,
        STREAM,
        BUCKET;

        /** The type as the console's page reads it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of the application.
     *
     * @param id as {@link NodeIds} makes it
     * @param label short, for people
     * @param detail a few words on how it is set up; empty when there is nothing to say
     */
    public record Node(String id, NodeType type, String label, String detail) {}

    /** How one part reaches another. When two kinds hold between the same parts, the later one here is shown. */
    public enum EdgeKind {
        /** A function names or has called a resource, and nothing tells what it does there. */
        USE,
        /** A function reads from a table, queue or bucket. */
        READ,
        /** A function writes to a table or bucket. */
        WRITE,
        /** A function or a route puts a message into a topic or queue. */
        SEND,
        /** A route, a schedule or a function invokes a function. */
        INVOKE,
        /** A topic, queue, stream or bucket hands on what it got. */
        DELIVER,
        /** What has failed for good goes there. */
        FAILURE;

        /** The kind as the console's page reads it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        EdgeKind or(EdgeKind other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** An edge between two nodes, by their ids. */
    public record Edge(String from, String to, EdgeKind kind) {

        public String id() {
            return from + "->" + to + ":" + kind.text();
        }
    }
}
