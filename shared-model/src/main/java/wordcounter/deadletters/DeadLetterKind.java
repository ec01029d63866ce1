package wordcounter.deadletters;

/** What a dead letter is, by who wrote it and why. */
public enum DeadLetterKind {
    /** SNS could not hand a message over to a subscriber. */
    SNS_DELIVERY,
    /** A function failed for good on an asynchronous invocation. */
    INVOCATION,
    /** The stream's mapping gave records up; the letter says where in the stream they are. */
    STREAM_BATCH,
    /** A queue gave a message up, since its function has failed on it for good. */
    QUEUE_MESSAGE,
    /** EventBridge could not hand an event of a schedule over to its function. */
    SCHEDULED_EVENT,
    /** A function parked a record of an SNS event. */
    PARKED_SNS_RECORD,
    /** A function parked a record of the stream. */
    PARKED_STREAM_RECORD,
    /** A function parked a record of an SQS event. */
    PARKED_QUEUE_RECORD,
    /** A function parked a record of an S3 event. */
    PARKED_UPLOAD_RECORD,
    /** A function parked milestones that it could not tell. */
    PARKED_MILESTONES,
    /** None of these. */
    UNKNOWN
}
