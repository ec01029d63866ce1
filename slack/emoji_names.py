"""Makes the table of Slack's emoji names, from the data set that Slack's names come from (iamcal/emoji-data, MIT licence).

    npm pack emoji-datasource@16.0.0
    tar xzf emoji-datasource-16.0.0.tgz package/emoji.json package/LICENSE
    python3 slack/emoji_names.py package > word-counter-fn/src/main/resources/wordcounter/counter/slack/emoji-names.tsv

One line per name and alias: the name, its code points, and where people have skin the code points with the first of the five skin
tones, and those with the first tone for one person and the second for the other. Other tones stand where these do, which is checked.
"""

import json
import pathlib
import sys

VERSION = "16.0.0"
TONES = ["1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF"]


def toned(template, first, second):
    # by way of names that are no tones, or the second replacement would hit the first one's result
    marked = template.replace(TONES[0], "FIRST").replace(TONES[1], "SECOND")
    return marked.replace("FIRST", first).replace("SECOND", second)


def templates(emoji):
    variations = {tones: variation["unified"] for tones, variation in emoji.get("skin_variations", {}).items()}
    if not variations:
        return []
    # some couples are always written as two people, also when both have the same tone
    one = variations.get(TONES[0]) or variations[TONES[0] + "-" + TONES[0]]
    two = variations.get(TONES[0] + "-" + TONES[1])
    for tones, unified in variations.items():
        first, _, second = tones.partition("-")
        template = two if second not in ("", first) else one
        assert toned(template, first, second) == unified, (emoji["short_name"], tones)
    return [one, two] if two else [one]


def main(package):
    emojis = json.loads((package / "emoji.json").read_text(encoding="utf-8"))
    print(f"# Slack's emoji names: emoji-datasource {VERSION} (https://github.com/iamcal/emoji-data), by slack/emoji_names.py")
    print("# name <TAB> code points <TAB> with the first skin tone <TAB> with the first and the second; only what there is")
    print("#")
    for line in (package / "LICENSE").read_text(encoding="utf-8").strip().splitlines():
        print(("# " + line).rstrip())
    for name, columns in sorted(
        (name, [emoji["unified"], *templates(emoji)]) for emoji in emojis for name in emoji["short_names"]
    ):
        print("\t".join([name, *columns]))


main(pathlib.Path(sys.argv[1]))
