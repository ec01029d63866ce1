package wordcounter.operator;

import java.util.Optional;

/** One type of resource that a stack may keep: what is in it, and how it is removed. */
interface KeptKind {

    /** CloudFormation's name of the type. */
    String type();

    /** For people. */
    String name();

    /** What is in it, for people; empty when it is gone. */
    Optional<String> contents(String physicalId);

    /**
     * Does what can be done now towards its removal. Whatever has been done already, by this or an earlier run, is not done again.
     *
     * @return whether it is gone; otherwise this is to be called again in a moment
     */
    boolean remove(String physicalId);
}
