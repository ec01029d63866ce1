package wordcounter.operator;

import java.util.List;

/** The stacks of one name, as CloudFormation knows them. */
interface Stacks {

    /** How far a stack's deletion has come. */
    enum State {
        THERE,
        BEING_DELETED,
        DELETION_FAILED,
        DELETED
    }

    /**
     * A stack that is there, or was deleted.
     *
     * @param id told apart from other stacks of its name
     * @param isProtected whether it has termination protection
     * @param kept what stays when it is deleted, or stayed
     * @param parameters the names of its SSM parameters, which go with it
     */
    record Stack(String id, State state, boolean isProtected, List<KeptResource> kept, List<String> parameters) {}

    /** The one that is there, if any, and those that were deleted within the last 90 days; older ones nobody remembers. */
    List<Stack> named(String name);

    /** Begins to delete it. Nothing happens when that has begun already. */
    void delete(String id);

    State state(String id);

    /** Why its deletion failed: a line for each resource. */
    List<String> failures(String id);
}
