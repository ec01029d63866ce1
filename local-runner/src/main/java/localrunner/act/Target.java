package localrunner.act;

import localrunner.application.Application;

/** Something of the application that an event can be sent to. Immutable. */
sealed interface Target {

    /** The id of its node on the map. */
    String id();

    /** What it is: {@code route}, {@code function}, {@code topic} or {@code queue}. */
    String type();

    record OfRoute(String id, Application.Api api, Application.Route route) implements Target {
        @Override
        public String type() {
            return "route";
        }
    }

    record OfFunction(Application.Function function) implements Target {
        @Override
        public String id() {
            return function.logicalId();
        }

        @Override
        public String type() {
            return "function";
        }
    }

    record OfTopic(Application.Topic topic) implements Target {
        @Override
        public String id() {
            return topic.logicalId();
        }

        @Override
        public String type() {
            return "topic";
        }
    }

    record OfQueue(Application.Queue queue) implements Target {
        @Override
        public String id() {
            return queue.logicalId();
        }

        @Override
        public String type() {
            return "queue";
        }
    }
}
