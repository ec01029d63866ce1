package localrunner.map;

import localrunner.application.Application;

/**
 * The ids of the map's nodes. A resource's is its logical id. What has no logical id of its own gets an id with a colon, which
 * no logical id has.
 */
public final class NodeIds {

    private NodeIds() {}

    /**
     * The id of a route. It names the API only where there are several.
     *
     * @param api the API's logical id
     * @param path as the template has it, with {@code {name}} for path parameters
     */
    public static String route(Application application, String api, String method, String path) {
        String route = method + " " + path;
        return "route:" + (application.apis().size() > 1 ? api + " " + route : route);
    }

    /** @param table the logical id of the table whose stream it is */
    public static String stream(String table) {
        return "stream:" + table;
    }
}
