"""The title and the language of a document, and the languages of parts in other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from iomreport.accessibility.word_file import Fault, WordFile
from iomreport.diagnostics.codes.accessibility import FOREIGN_PART, NO_LANGUAGE, NO_TITLE, OTHER_LANGUAGE
from iomreport.word.elements import runs, value, words_of

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PLACEHOLDER = re.compile(
    r"(?:document|dokument|untitled|unbenannt|sans titre|title|titel|word document)\s*\d*|microsoft word\b.*|.*\.docx?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LANGUAGES = {
    "CYRILLIC": "ab ba be bg bs ce cnr cv kk ky mk mn os ru sah sr tg tt tyv udm uk uz",
    "GREEK": "el grc",
    "ARABIC": "ar ckb fa ku ps sd ug ur",
    "HEBREW": "he iw yi",
    "ARMENIAN": "hy hyw",
    "GEORGIAN": "ka xmf",
    "DEVANAGARI": "hi mr ne sa",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "ja ko yue zh",
}
"""The scripts that can be told for certain, and the languages that are written in them."""
_CALLED = {
    "CYRILLIC": "Cyrillic letters",
    "GREEK": "Greek letters",
    "ARABIC": "Arabic letters",
    "HEBREW": "Hebrew letters",
    "ARMENIAN": "Armenian letters",
    "GEORGIAN": "Georgian letters",
    "DEVANAGARI": "Devanagari letters",
    "THAI": "Thai letters",
    "HANGUL": "Korean letters",
    "HIRAGANA": "Japanese letters",
    "KATAKANA": "Japanese letters",
    "CJK": "Chinese, Japanese or Korean characters",
}
_LIKELY = {
    "CYRILLIC": ("mk", "sr", "bg", "ru", "uk"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "fa", "ur"),
    "HEBREW": ("he",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "ne"),
    "THAI": ("th",),
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja", "ko"),
}
"""The languages that advice names, those of the region first."""
_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "el": "Greek",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "hy": "Armenian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "mk": "Macedonian",
    "ne": "Nepali",
    "ru": "Russian",
    "sr": "Serbian",
    "th": "Thai",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
_SHOWN = 40
"""Characters of the words that advice repeats."""
_SUBTAGS = {"CYRILLIC": "cyrl", "GREEK": "grek", "ARABIC": "arab", "HEBREW": "hebr", "ARMENIAN": "armn"}
_ATTRIBUTES = ("val", "bidi", "eastAsia")


def titles_say_something(file: WordFile) -> Iterator[Fault]:
    """A document has a title; that of a template is only given when a document is made."""
    if file.template:
        return
    if not file.title:
        yield Fault(NO_TITLE, "the document has no title", file.main)
    elif _PLACEHOLDER.fullmatch(file.title):
        yield Fault(NO_TITLE, f"the title “{file.title}” does not say what the document is about", file.main)


def languages_are_named(file: WordFile) -> Iterator[Fault]:
    """The text has a language, and it is that of the content, which a template does not know."""
    text = file.text_language
    if not text:
        yield Fault(NO_LANGUAGE, "the text has no language", file.main)
    elif not _TAG.fullmatch(text):
        yield Fault(NO_LANGUAGE, f"“{text}” is no language", file.main)
    elif not file.template and file.language and _main_tag(file.language) != _main_tag(text):
        message = f"the text is marked as {text}, but the document is in {file.language}"
        yield Fault(OTHER_LANGUAGE, message, file.main)


def foreign_parts_are_marked(file: WordFile) -> Iterator[Fault]:
    """Words in a script of which the document's language makes no use have a language that does, once a paragraph."""
    for story in file.stories:
        for paragraph in file.paragraphs(story):
            told: set[str] = set()
            for run in runs(paragraph):
                for script, words in _foreign(words_of(run)):
                    found = file.styles.run_property(run, paragraph, "lang")
                    tags = [value(found.element, name) for name in _ATTRIBUTES] if found else []
                    if script not in told and not any(_uses(tag, script) for tag in (*tags, file.text_language)):
                        told.add(script)
                        message = f"“{words}” is in {_CALLED[script]}, and its language is not marked"
                        yield Fault(FOREIGN_PART, message, story, run, words)


def mark_in_markdown(words: str) -> str:
    """How words in a foreign script are marked with their language in the content."""
    first, *others = _LIKELY[_script(words[0])]
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    told = ", ".join(f"{each} for {_NAMES[each]}" for each in others)
    more = f" for {_NAMES[first]} ({told})" if others else ""
    return f"mark the words with their language: [{shown}]{{lang={first}}}{more}"


def mark_in_word(words: str) -> str:
    """How words in a foreign script are marked with their language in a template or document."""
    names = " or ".join(_NAMES[each] for each in _LIKELY[_script(words[0])])
    return f"select the words in Word and set their language (Review, Language, Set Proofing Language): {names}"


def _foreign(text: str) -> Iterator[tuple[str, str]]:
    """The scripts of a text that are not Latin, each with the first words in it; a single letter is but a sign."""
    if text.isascii():
        return
    words = ((found, _script(found[0][0])) for found in _WORD.finditer(text))
    for script, group in groupby(words, key=lambda each: each[1]):
        same = [found for found, _ in group if _script(found[0][1]) == script]
        if script in _LANGUAGES and same:
            yield script, text[same[0].start() : same[-1].end()]


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def _uses(tag: str, script: str) -> bool:
    """Whether a language is written in a script; a tag can name its script, as sr-Latn does."""
    parts = tag.casefold().split("-")
    named = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if named:
        return named == _SUBTAGS.get(script, named)
    return parts[0] in _LANGUAGES[script].split()


def _main_tag(tag: str) -> str:
    return tag.casefold().partition("-")[0]
