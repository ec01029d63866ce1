package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentences in scripts that are written without spaces, and their words by ICU's dictionaries. */
class ScriptsWithoutSpacesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        我是中国人，来自北京大学。 | 我是 中国人 来自 北京 大学
        今天天气很好，我们去公园散步吧。 | 今天 天气 很好 我们 去 公园 散步 吧
        他在图书馆里看书。 | 他在 图书 馆 里 看书
        臺灣的首都是臺北。 | 臺灣 的 首都 是 臺北
        私は日本語を勉強しています。 | 私 は 日本語 を 勉強 し てい ます
        東京は日本の首都です。 | 東京 は 日本 の 首都 です
        これはとても面白い本だと思います。 | これ は とても 面白い 本 だ と 思い ます
        コンピューターで音楽を聴くのが好きです。 | コンピューター で 音楽 を 聴く の が 好き です
        ภาษาไทยเป็นภาษาที่มีระดับเสียง | ภาษา ไทย เป็น ภาษา ที่ มี ระดับ เสียง
        ฉันชอบกินข้าวผัด | ฉัน ชอบ กิน ข้าว ผัด
        วันนี้อากาศดีมาก | วัน นี้ อากาศ ดี มาก
        ຂ້ອຍຮັກພາສາລາວ | ຂ້ອຍ ຮັກ ພາສາ ລາວ
        ມື້ນີ້ອາກາດດີຫຼາຍ | ມື້ນີ້ ອາກາດ ດີ ຫຼາຍ
        ວຽງຈັນເປັນນະຄອນຫຼວງຂອງລາວ | ວຽງຈັນ ເປັນ ນະຄອນຫຼວງ ຂອງ ລາວ
        ខ្ញុំស្រឡាញ់ភាសាខ្មែរ | ខ្ញុំ ស្រឡាញ់ ភាសាខ្មែរ
        ថ្ងៃនេះអាកាសធាតុល្អណាស់ | ថ្ងៃនេះ អាកាសធាតុ ល្អ ណាស់
        ភ្នំពេញជារាជធានីនៃប្រទេសកម្ពុជា | ភ្នំពេញ ជា រាជធានី នៃ ប្រទេស កម្ពុជា
        ကျွန်တော်မြန်မာစကားပြောသည် | ကျွန်တော် မြန်မာ စကားပြောသည်
        ဒီနေ့ရာသီဥတုကောင်းတယ် | ဒီ နေ့ ရာသီဥတု ကောင်း တယ်
        ရန်ကုန်သည်မြန်မာနိုင်ငံ၏အကြီးဆုံးမြို့ဖြစ်သည် | ရန် ကုန်သည် မြန်မာနိုင်ငံ အကြီး ဆုံး မြို့ ဖြစ်သည်
        """)
    void tokenize_shouldFindTheWordsOfIcu_andEachOfThemAgain(String sentence, String words) {
        assertThat(Tokenizer.tokenize(sentence).occurrences()).isEqualTo(occurrences(List.of(words.split(" "))));
        assertThat(wordsOfIcu(sentence)).isEqualTo(List.of(words.split(" ")));
        assertThat(words.split(" "))
                .allSatisfy(word -> assertThat(Tokenizer.tokenizeForLookup(word).occurrences())
                        .isEqualTo(Map.of(word, 1)));
    }

    private static Map<String, Integer> occurrences(List<String> words) {
        return words.stream().collect(Collectors.toMap(Function.identity(), word -> 1, Integer::sum));
    }

    private static List<String> wordsOfIcu(String text) {
        BreakIterator boundaries = BreakIterator.getWordInstance(Locale.ROOT);
        boundaries.setText(text);
        List<String> words = new ArrayList<>();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
            if (boundaries.getRuleStatus() != BreakIterator.WORD_NONE) {
                words.add(text.substring(start, end));
            }
            start = end;
        }
        return words;
    }
}
