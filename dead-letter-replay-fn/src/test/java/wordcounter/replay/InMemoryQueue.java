package wordcounter.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A queue as SQS has it: what is received is hidden for a time, receipts go stale, copies come last. Thread-safe. */
final class InMemoryQueue implements DeadLetters {

    static final Duration VISIBILITY = Duration.ofSeconds(330);

    private final Clock clock;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> receipts = new HashMap<>();
    private int next;
    private boolean sendFails;
    private boolean deleteFails;

    private record Entry(
            String messageId,
            String body,
            Instant sentAt,
            int replays,
            String run,
            Instant visibleAt,
            String receipt) {}

    InMemoryQueue(Clock clock) {
        this.clock = clock;
    }

    synchronized String send(String body) {
        next++;
        String messageId = "message-" + next;
        entries.put(next, new Entry(messageId, body, clock.instant(), 0, "", clock.instant(), ""));
        return messageId;
    }

    /** From now on nothing can be put back. */
    void failSends() {
        sendFails = true;
    }

    /** From now on nothing can be deleted. */
    void failDeletes() {
        deleteFails = true;
    }

    @Override
    public synchronized List<DeadLetter> receive(int max) {
        List<DeadLetter> received = new ArrayList<>();
        for (Map.Entry<Integer, Entry> numbered : entries.entrySet()) {
            Entry entry = numbered.getValue();
            if (received.size() < max && !entry.visibleAt().isAfter(clock.instant())) {
                String receipt = "receipt-" + (receipts.size() + 1);
                receipts.put(receipt, numbered.getKey());
                numbered.setValue(new Entry(
                        entry.messageId(),
                        entry.body(),
                        entry.sentAt(),
                        entry.replays(),
                        entry.run(),
                        clock.instant().plus(VISIBILITY),
                        receipt));
                received.add(new DeadLetter(
                        entry.messageId(), receipt, entry.body(), entry.sentAt(), entry.replays(), entry.run()));
            }
        }
        return received;
    }

    @Override
    public synchronized void delete(DeadLetter deadLetter) {
        if (deleteFails) {
            throw new IllegalStateException("no answer");
        }
        Integer number = receipts.get(deadLetter.receiptHandle());
        if (number != null) {
            entries.remove(number);
        }
    }

    @Override
    public synchronized void putBack(DeadLetter deadLetter, int replays, String run) {
        if (sendFails) {
            throw new IllegalStateException("queue is gone");
        }
        next++;
        entries.put(
                next,
                new Entry(
                        deadLetter.messageId(),
                        deadLetter.body(),
                        deadLetter.sentAt(),
                        replays,
                        run,
                        clock.instant(),
                        ""));
        delete(deadLetter);
    }

    @Override
    public synchronized void release(List<String> receiptHandles) {
        for (String handle : receiptHandles) {
            Integer number = receipts.get(handle);
            Entry entry = number == null ? null : entries.get(number);
            if (number != null && entry != null && entry.receipt().equals(handle)) {
                entries.put(
                        number,
                        new Entry(
                                entry.messageId(),
                                entry.body(),
                                entry.sentAt(),
                                entry.replays(),
                                entry.run(),
                                clock.instant(),
                                ""));
            }
        }
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized int visible() {
        return (int) entries.values().stream()
                .filter(entry -> !entry.visibleAt().isAfter(clock.instant()))
                .count();
    }

    synchronized List<String> bodies() {
        return entries.values().stream().map(Entry::body).toList();
    }
}
