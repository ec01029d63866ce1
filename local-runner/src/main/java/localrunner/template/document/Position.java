package localrunner.template.document;

/**
 * Says where something stands in a template.
 *
 * @param line from 1; 0 where there is none, for example for the template as a whole
 * @param path keys from the root, such as {@code Resources.Counter.Properties.Timeout}; empty for the root
 */
public record Position(int line, String path) {

    public static final Position NOWHERE = new Position(0, "");

    Position atKey(int keyLine, String key) {
        return new Position(keyLine, path.isEmpty() ? key : path + "." + key);
    }

    Position atIndex(int itemLine, int index) {
        return new Position(itemLine, path + "[" + index + "]");
    }

    /** The same line with a key added, for something that is missing there. */
    public Position inside(String key) {
        return atKey(line, key);
    }
}
