package wordcounter.simulation;

/** What can become of one call to AWS. */
public enum Fault {
    NONE,
    /** The process dies before the call takes effect. */
    DIE_BEFORE,
    /** The call takes effect, and the process dies before it learns of it. */
    DIE_AFTER,
    /** The call has no effect, and the process gets an error that does not say so. */
    FAIL,
    /** The call takes effect, and the process gets an error that does not say so. */
    LOSE_ANSWER,
    /** A transaction meets others on its items, or a throttled table; a call that is no transaction fails. */
    CONTEND,
    /** The call is on its way for seconds, and what others do takes effect before it. Nothing else is wrong with it. */
    DELAY
}
