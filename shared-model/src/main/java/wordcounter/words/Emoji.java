package wordcounter.words;

import static wordcounter.words.UnicodeProperties.ZERO_WIDTH_JOINER;
import static wordcounter.words.UnicodeProperties.isJoiner;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;

/**
 * What stands in a text where an emoji may stand, by Unicode Technical Standard #51, section 1.4.9.
 *
 * <p>Whoever writes ❤️ or 🏳️‍🌈 can leave out the selector U+FE0F, and older devices do. Here the emoji is as Unicode recommends
 * it for interchange ("fully qualified"), so that both are one word.
 *
 * @param text the emoji, or what is left when it is none
 * @param isEmoji false for what is asked to be text (U+FE0E), and for signs such as ©, which are pictures only on demand
 * @param end the index after all that belongs to it, in code points
 */
record Emoji(String text, boolean isEmoji, int end) {

    private static final int TEXT_SELECTOR = 0xFE0E;
    private static final int EMOJI_SELECTOR = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int CANCEL_TAG = 0xE007F;
    private static final int FIRST_NON_ASCII = 0xA9;
    private static final String SEPARATOR = " ";

    /** Empty where there is none. What the text shows nothing for has been taken out, but for {@link #mayNeed}. */
    static Optional<Emoji> at(int[] text, int start) {
        int codePoint = text[start];
        if (codePoint < 0x80) {
            return isKeycapBase(codePoint) ? keycap(text, start) : Optional.empty();
        }
        if (isRegionalIndicator(codePoint)) {
            return Optional.of(flag(text, start));
        }
        if (isPicture(codePoint) || (isModifier(codePoint) && start == 0)) {
            return Optional.of(pictures(text, start));
        }
        return Optional.empty();
    }

    /** Whether it is needed inside an emoji, though nothing is shown for it: selectors, tags and the joiner. */
    static boolean mayNeed(int codePoint) {
        return isSelector(codePoint) || isTag(codePoint) || codePoint == ZERO_WIDTH_JOINER;
    }

    /** Whether it means something only as a part of an emoji: outside one, it is left out. */
    static boolean isPart(int codePoint) {
        return isSelector(codePoint) || isTag(codePoint) || isModifier(codePoint);
    }

    /** 1️⃣; also # and * before a joiner and a picture, which together are neither an emoji nor a word. */
    private static Optional<Emoji> keycap(int[] text, int start) {
        int base = text[start];
        int end = afterParts(text, start + 1);
        if (isAt(text, end, KEYCAP)) {
            boolean asText = start + 1 < end && text[start + 1] == TEXT_SELECTOR;
            if (!asText) {
                return Optional.of(new Emoji(of(base, EMOJI_SELECTOR, KEYCAP), true, afterParts(text, end + 1)));
            }
            while (isAt(text, end, KEYCAP)) {
                end = afterParts(text, end + 1);
            }
            return Optional.of(new Emoji(of(base), false, end));
        }
        boolean joined = end < text.length && text[end - 1] == ZERO_WIDTH_JOINER && isPicture(text[end]);
        if (joined && !UCharacter.isDigit(base)) {
            return Optional.of(new Emoji(SEPARATOR, false, pictures(text, end).end()));
        }
        return Optional.empty();
    }

    /** Two regional indicators, or one that is left over. */
    private static Emoji flag(int[] text, int start) {
        int next = start + 1;
        while (next < text.length && isSelector(text[next])) {
            next++;
        }
        boolean pair = next < text.length && isRegionalIndicator(text[next]);
        String flag = pair ? of(text[start], text[next]) : of(text[start]);
        return new Emoji(flag, true, afterParts(text, pair ? next + 1 : next));
    }

    /** A picture, or several with joiners between them. */
    private static Emoji pictures(int[] text, int start) {
        Element element = Element.at(text, start);
        if (element.asText()) {
            return new Emoji(SEPARATOR, false, afterParts(text, element.end()));
        }
        StringBuilder emoji = new StringBuilder(element.qualified());
        int joined = 0;
        for (int next = afterJoiner(text, element.end()); next > 0; next = afterJoiner(text, element.end())) {
            Element following = Element.at(text, next);
            if (following.asText()) {
                break;
            }
            emoji.appendCodePoint(ZERO_WIDTH_JOINER).append(following.qualified());
            element = following;
            joined++;
        }
        int end = afterParts(text, element.end());
        boolean isEmoji = joined > 0 || element.asEmoji() || !isSign(text[start]);
        return new Emoji(isEmoji ? emoji.toString() : SEPARATOR, isEmoji, end);
    }

    /** The index of a picture behind a joiner, or 0. */
    private static int afterJoiner(int[] text, int end) {
        int next = end;
        boolean joiner = false;
        while (next < text.length && (isJoiner(text[next]) || isSelector(text[next]))) {
            joiner |= text[next] == ZERO_WIDTH_JOINER;
            next++;
        }
        return joiner && next < text.length && isPicture(text[next]) ? next : 0;
    }

    private static int afterParts(int[] text, int start) {
        int end = start;
        while (end < text.length && (isPart(text[end]) || isJoiner(text[end]))) {
            end++;
        }
        return end;
    }

    /** One picture with its selector, skin tone and tags. */
    private record Element(String qualified, boolean asText, boolean asEmoji, int end) {

        static Element at(int[] text, int start) {
            int picture = text[start];
            boolean takesTone = UCharacter.hasBinaryProperty(picture, UProperty.EMOJI_MODIFIER_BASE);
            int selector = 0;
            int tone = 0;
            StringBuilder tags = new StringBuilder();
            int end = start + 1;
            for (; end < text.length && isPart(text[end]); end++) {
                int part = text[end];
                if (isSelector(part)) {
                    selector = selector == 0 ? part : selector;
                } else if (isTag(part)) {
                    tags.appendCodePoint(part);
                } else if (takesTone) {
                    tone = tone == 0 ? part : tone;
                }
            }
            StringBuilder qualified = new StringBuilder().appendCodePoint(picture);
            if (tone != 0) {
                qualified.appendCodePoint(tone);
            } else if (!isPictureByDefault(picture)) {
                qualified.appendCodePoint(EMOJI_SELECTOR);
            }
            if (picture == BLACK_FLAG && isTagSequence(tags)) {
                qualified.append(tags);
            }
            boolean asEmoji = selector == EMOJI_SELECTOR || tone != 0 || isPictureByDefault(picture);
            return new Element(qualified.toString(), selector == TEXT_SELECTOR, asEmoji, end);
        }

        private static boolean isTagSequence(StringBuilder tags) {
            String cancel = Character.toString(CANCEL_TAG);
            return tags.length() > cancel.length() && tags.indexOf(cancel) == tags.length() - cancel.length();
        }
    }

    private static boolean isPicture(int codePoint) {
        return codePoint >= FIRST_NON_ASCII
                && (UCharacter.hasBinaryProperty(codePoint, UProperty.EMOJI) || isOfTheFuture(codePoint))
                && !isRegionalIndicator(codePoint)
                && !isModifier(codePoint);
    }

    private static boolean isPictureByDefault(int codePoint) {
        return UCharacter.hasBinaryProperty(codePoint, UProperty.EMOJI_PRESENTATION) || isOfTheFuture(codePoint);
    }

    /** Whether Unicode keeps it for an emoji to come: a phone may be newer than this program. */
    private static boolean isOfTheFuture(int codePoint) {
        return !UCharacter.isDefined(codePoint)
                && UCharacter.hasBinaryProperty(codePoint, UProperty.EXTENDED_PICTOGRAPHIC);
    }

    /** Whether it is punctuation, an arrow, a shape or a mark of law, and so no word unless it is asked to be an emoji. */
    private static boolean isSign(int codePoint) {
        if (UnicodeProperties.isLetter(codePoint) || isPictureByDefault(codePoint)) {
            return false;
        }
        // all below U+2300 are signs: © ® ‼ ⁉ ™ and arrows
        return codePoint < 0x2300
                || (codePoint >= '▪' && codePoint <= '◼')
                || switch (codePoint) {
                    case '➡', '⤴', '⤵', '⬅', '⬆', '⬇', '〰', '〽' -> true;
                    default -> false;
                };
    }

    private static boolean isKeycapBase(int codePoint) {
        return UCharacter.isDigit(codePoint) || codePoint == '#' || codePoint == '*';
    }

    private static boolean isRegionalIndicator(int codePoint) {
        return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    /** A skin tone. */
    private static boolean isModifier(int codePoint) {
        return codePoint >= 0x1F3FB && codePoint <= 0x1F3FF;
    }

    private static boolean isSelector(int codePoint) {
        return codePoint == TEXT_SELECTOR || codePoint == EMOJI_SELECTOR;
    }

    /** By which 🏴󠁧󠁢󠁥󠁮󠁧󠁿 is told from 🏴. */
    private static boolean isTag(int codePoint) {
        return codePoint >= 0xE0020 && codePoint <= CANCEL_TAG;
    }

    private static boolean isAt(int[] text, int index, int codePoint) {
        return index < text.length && text[index] == codePoint;
    }

    private static String of(int... codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }
}
