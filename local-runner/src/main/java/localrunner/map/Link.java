package localrunner.map;

/**
 * A connection between two parts that are to be placed, by their numbers.
 *
 * @param weight how much it counts that the two are near each other
 */
record Link(int from, int to, int weight) {

    Link reversed() {
        return new Link(to, from, weight);
    }
}
