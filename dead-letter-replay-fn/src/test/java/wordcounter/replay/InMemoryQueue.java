package wordcounter.replay;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import wordcounter.deadletters.ReplayTimes;

/** A queue as SQS has it: what is received is hidden for a time, receipts go stale, copies come last. Thread-safe. */
final class InMemoryQueue implements DeadLetters {

    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();
    private int sent;
    private int received;
    private boolean sendFails;
    private boolean deleteFails;

    /** @param receipt the last one; an older one is no good any more */
    private record Entry(DeadLetter deadLetter, Instant visibleAt, String receipt) {

        Entry visibleFrom(Instant instant) {
            return new Entry(deadLetter, instant, receipt);
        }
    }

    InMemoryQueue(Clock clock) {
        this.clock = clock;
    }

    String send(String body) {
        return send(body, Map.of());
    }

    synchronized String send(String body, Map<String, String> attributes) {
        String messageId = "message-" + ++sent;
        move(messageId, body, attributes, clock.instant());
        return messageId;
    }

    /** Takes over a message from another queue, as its redrive policy has it: the id stays, and so does when it was sent. */
    synchronized void move(String messageId, String body, Map<String, String> attributes, Instant sentAt) {
        add(new DeadLetter(messageId, "", body, attributes, sentAt, 0, ""));
    }

    /** From now on nothing can be put back. */
    void failSends() {
        sendFails = true;
    }

    /** From now on nothing can be deleted. */
    void failDeletes() {
        deleteFails = true;
    }

    /** Makes visible what is hidden. */
    synchronized void showAll() {
        entries.replaceAll(entry -> entry.visibleFrom(clock.instant()));
    }

    @Override
    public synchronized List<DeadLetter> receive(int max) {
        List<DeadLetter> some = new ArrayList<>();
        ListIterator<Entry> all = entries.listIterator();
        while (all.hasNext() && some.size() < max) {
            Entry entry = all.next();
            if (isVisible(entry)) {
                DeadLetter letter = entry.deadLetter();
                String receipt = "receipt-" + ++received;
                all.set(new Entry(letter, clock.instant().plus(ReplayTimes.HIDDEN), receipt));
                some.add(new DeadLetter(
                        letter.messageId(),
                        receipt,
                        letter.body(),
                        letter.attributes(),
                        letter.sentAt(),
                        letter.replays(),
                        letter.run()));
            }
        }
        return some;
    }

    @Override
    public synchronized void delete(DeadLetter deadLetter) {
        if (deleteFails) {
            throw new IllegalStateException("no answer");
        }
        entries.removeIf(entry -> entry.receipt().equals(deadLetter.receiptHandle()));
    }

    @Override
    public synchronized void putCopy(DeadLetter deadLetter, int replays, String run) {
        if (sendFails) {
            throw new IllegalStateException("queue is gone");
        }
        add(new DeadLetter(
                deadLetter.messageId(),
                "",
                deadLetter.body(),
                deadLetter.attributes(),
                deadLetter.sentAt(),
                replays,
                run));
    }

    @Override
    public synchronized void release(List<String> receiptHandles) {
        entries.replaceAll(
                entry -> receiptHandles.contains(entry.receipt()) ? entry.visibleFrom(clock.instant()) : entry);
    }

    private void add(DeadLetter deadLetter) {
        entries.add(new Entry(deadLetter, clock.instant(), ""));
    }

    private boolean isVisible(Entry entry) {
        return !entry.visibleAt().isAfter(clock.instant());
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized int visible() {
        return (int) entries.stream().filter(this::isVisible).count();
    }

    synchronized List<String> bodies() {
        return entries.stream().map(entry -> entry.deadLetter().body()).toList();
    }
}
