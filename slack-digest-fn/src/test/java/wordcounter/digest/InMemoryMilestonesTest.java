package wordcounter.digest;

/** The fake keeps what is asked of the table. */
class InMemoryMilestonesTest extends MilestonesTableContract {

    private final InMemoryMilestones table = new InMemoryMilestones();

    @Override
    protected Claims claims() {
        return table;
    }

    @Override
    protected Turns turns() {
        return table;
    }
}
