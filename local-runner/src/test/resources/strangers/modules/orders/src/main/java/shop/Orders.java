package shop;

public final class Orders extends Answers {

    @Override
    protected String text() {
        return "orders";
    }
}
