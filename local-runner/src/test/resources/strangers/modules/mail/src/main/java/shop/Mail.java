package shop;

public final class Mail extends Answers {

    @Override
    protected String text() {
        return "mail";
    }
}
