package wordcounter.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import wordcounter.digest.Claims.Answer.Busy;
import wordcounter.digest.Claims.Answer.Claimed;
import wordcounter.digest.Claims.Answer.Exhausted;
import wordcounter.digest.Claims.Answer.Told;
import wordcounter.digest.Claims.Claim;

/** What the Milestones table does. Kept by the fake and by the real one alike. */
abstract class MilestonesTableContract {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(60);
    private static final int MOST = 2;

    private final String subject = "word#" + UUID.randomUUID();
    private final Claim first = new Claim(subject, 100, "first");
    private final Claim second = new Claim(subject, 100, "second");
    private final Claim third = new Claim(subject, 100, "third");

    protected abstract Claims claims();

    protected abstract Turns turns();

    @Test
    void claim_shouldBeTheFirstOnes_andNobodyElsesUntilItsTimeIsOver() {
        assertThat(claim(first, NOW)).isEqualTo(new Claimed(first, 1));

        assertThat(claim(second, NOW.plusSeconds(59))).isEqualTo(new Busy());
        assertThat(claim(second, END)).isEqualTo(new Claimed(second, 2));
    }

    @Test
    void claim_shouldBeTheCallersStill_whenItComesAgain() {
        claim(first, NOW);

        assertThat(claim(first, NOW)).isEqualTo(new Claimed(first, 1));
    }

    @Test
    void claim_shouldBeExhausted_whenNobodyKnowsHowItsAttemptsEnded() {
        claim(first, NOW);
        claims().abandon(first, NOW);
        assertThat(claim(second, NOW)).isEqualTo(new Claimed(second, 2));
        claims().abandon(second, NOW);

        assertThat(claim(third, NOW)).isEqualTo(new Exhausted());
        assertThat(claims().claim(third, NOW, END, Integer.MAX_VALUE)).isEqualTo(new Claimed(third, 3));
    }

    @Test
    void claim_shouldBeFree_whenItWasReleased() {
        for (int i = 0; i < 5; i++) {
            Claim claim = new Claim(subject, 100, "attempt " + i);
            assertThat(claim(claim, NOW)).isEqualTo(new Claimed(claim, 1));
            claims().release(claim, 1, NOW);
        }
    }

    @Test
    void claim_shouldBeTold_whenItWasSettled_orSomethingHigherIsBeingTold() {
        claim(first, NOW);
        claims().settle(first, NOW);
        assertThat(claim(second, END)).isEqualTo(new Told());

        Claim higher = new Claim(subject, 1_000, "higher");
        assertThat(claim(higher, NOW)).isEqualTo(new Claimed(higher, 1));
        assertThat(claim(second, END)).isEqualTo(new Told());
        assertThat(claim(new Claim(subject, 1_000, "other"), NOW)).isEqualTo(new Busy());
    }

    @Test
    void settle_shouldChangeNothing_whenSomethingHigherWasClaimedMeanwhile() {
        claim(first, NOW);
        Claim higher = new Claim(subject, 1_000, "higher");
        claim(higher, NOW);

        claims().settle(first, NOW);
        claims().release(first, 1, NOW);
        claims().abandon(first, NOW);

        assertThat(claim(new Claim(subject, 1_000, "other"), NOW)).isEqualTo(new Busy());
    }

    @Test
    void release_shouldChangeNothing_whenTheClaimIsSomebodyElsesByNow() {
        claim(first, NOW);
        claims().claim(second, END, END.plusSeconds(60), MOST);

        claims().release(first, 1, NOW);
        claims().abandon(first, NOW);

        assertThat(claims().claim(third, END, END.plusSeconds(60), 9)).isEqualTo(new Busy());
    }

    @Test
    void take_shouldGiveOneTurnASecond_andNoneBeforeTheHoldIsOver() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        turns().holdUntil(start);

        assertThat(turns().take(start.minusMillis(1))).contains(start);
        assertThat(turns().take(start)).isEmpty();
        assertThat(turns().take(start.plusMillis(999))).isPresent();
        assertThat(turns().take(start.plusSeconds(1))).isEmpty();
        turns().holdUntil(start.plusSeconds(30));
        turns().holdUntil(start.plusSeconds(10));
        assertThat(turns().take(start.plusSeconds(29))).isPresent();
        assertThat(turns().take(start.plusSeconds(30))).isEmpty();
    }

    private Claims.Answer claim(Claim claim, Instant now) {
        return claims().claim(claim, now, END, MOST);
    }
}
