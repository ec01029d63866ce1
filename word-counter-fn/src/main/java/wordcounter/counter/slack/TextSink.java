package wordcounter.counter.slack;

import wordcounter.words.TextPart;

/** Takes what a reader of Slack's text finds, in the order in which a person reads it. */
interface TextSink {

    /** Characters that go on with those before. */
    void text(String text);

    /** An emoji, which joins neither what stands before it nor what follows. */
    void emoji(TextPart emoji);
}
