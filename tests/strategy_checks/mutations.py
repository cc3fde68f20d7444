"""Seeded mistakes in the edition: each is one that an editor makes, with the place where it must be found.

A mutation is chosen by its seed alone. The expected lines come from what was changed, before anything is checked: the
changed line itself; for a key that was deleted, the line of its parent; for what another line refers to, that line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Files = Mapping[str, str]


@dataclass(frozen=True)
class Mutation:
    """A file as it is spoilt, and the lines of which one must be named first."""

    kind: str
    path: str
    content: bytes
    lines: frozenset[int]


Maker = Callable[[random.Random, Files], "Mutation | None"]


def _choose(rng: random.Random, files: Files, suffix: str) -> tuple[str, list[str]]:
    path = rng.choice(sorted(path for path in files if path.endswith(suffix)))
    return path, files[path].split("\n")


def _lines_with(lines: list[str], pattern: str) -> list[int]:
    return [number for number, line in enumerate(lines) if re.search(pattern, line)]


def _made(kind: str, path: str, lines: list[str], *expected: int) -> Mutation:
    return Mutation(kind, path, "\n".join(lines).encode(), frozenset(expected))


def _swapped(word: str) -> str:
    """A word with two of its letters exchanged."""
    at = next((n for n in range(1, len(word) - 1) if word[n] != word[n + 1]), None)
    return word + "x" if at is None else word[:at] + word[at + 1] + word[at] + word[at + 2 :]


KEY = r"^( *(?:- )?)([a-z_]+):(?= |$)"


def misspelt_key(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, rng.choice(["country.yaml", "projects.yaml", "themes.yaml"]))
    number = rng.choice(_lines_with(lines, KEY))
    lines[number] = re.sub(KEY, lambda found: f"{found[1]}{_swapped(found[2])}:", lines[number])
    return _made("misspelt key", path, lines, number + 1)


def doubled_key(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    number = rng.choice(_lines_with(lines, r"^ *(short|long|code|office|emails|websites): *\S"))
    lines.insert(number + 1, lines[number].lstrip("- ").rjust(len(lines[number])))
    return _made("doubled key", path, lines, number + 2)


def deleted_key(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    found = _lines_with(lines, r"^  (short|long|office): \S")
    number = rng.choice(found)
    parent = next(above for above in range(number, -1, -1) if re.match(r"[a-z]", lines[above]))
    del lines[number]
    return _made("deleted key", path, lines, parent + 1)


def list_for_text(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    number = rng.choice(_lines_with(lines, r"^ +(short|long|office|role): \S"))
    lines[number] = re.sub(r": (.*)$", ": [one, two]", lines[number])
    return _made("list for a text", path, lines, number + 1)


def number_for_text(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, rng.choice(["country.yaml", "projects.yaml"]))
    number = rng.choice(_lines_with(lines, r"^ +(?:- )?(short|long|office|role|title): \S") or [0])
    lines[number] = re.sub(r": (.*)$", ": 2006", lines[number])
    return _made("number for a text", path, lines, number + 1)


def text_for_list(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    found = _lines_with(lines, r"^ +(emails|websites|fax): \[")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = re.sub(r": \[.*$", ": a text", lines[number])
    return _made("text for a list", path, lines, number + 1)


def tab(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    number = rng.choice(_lines_with(lines, r"^  +[a-z]"))
    lines[number] = "\t" + lines[number].lstrip()
    return _made("tab", path, lines, number + 1)


def open_quote(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    number = rng.choice(_lines_with(lines, r"^ +(short|long|office): [A-Z]"))
    lines[number] = lines[number].replace(": ", ': "', 1)
    return _made("open quote", path, lines, number + 1)


def open_list(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    found = _lines_with(lines, r"^ +(emails|websites|fax): \[.*\]$")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = lines[number][:-1]
    return _made("open list", path, lines, number + 1)


def colon_in_text(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "projects.yaml")
    found = _lines_with(lines, r"^ +title: [A-Z][a-z]+ [a-z]+")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = re.sub(r"(title: [A-Z][a-z]+) ", r"\1: ", lines[number])
    return _made("colon in a text", path, lines, number + 1)


def wrong_status(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    found = _lines_with(lines, r"^status: ")
    if not found:
        return None
    lines[found[0]] = re.sub(r"status: (\S+)", lambda m: f"status: {_swapped(m[1])}", lines[found[0]])
    return _made("misspelt status", path, lines, found[0] + 1)


def wrong_theme_in_projects(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "projects.yaml")
    number = rng.choice(_lines_with(lines, r"^- theme: "))
    lines[number] = re.sub(r"theme: (\S+)", lambda m: f"theme: {_swapped(m[1])}", lines[number])
    return _made("misspelt theme of projects", path, lines, number + 1)


def unknown_country(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "projects.yaml")
    found = _lines_with(lines, r"countries: \[[A-Z]")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = re.sub(r"\[[A-Z]{2}", "[QQ", lines[number])
    return _made("unknown country", path, lines, number + 1)


def copied_title(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "projects.yaml")
    titles = _lines_with(lines, r"^ +title: \S")
    if len(titles) < 2:
        return None
    first, second = sorted(rng.sample(titles, 2))
    if lines[second + 1 : second + 2] and re.match(r" {7,}\S", lines[second + 1]):
        return None  # The title goes on in the next line.
    if lines[first + 1 : first + 2] and re.match(r" {7,}\S", lines[first + 1]):
        return None
    lines[second] = lines[first]
    return _made("copied title", path, lines, second + 1)


def copied_id(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "projects.yaml")
    ids = _lines_with(lines, r"^ +- id: \S")
    if len(ids) < 2:
        return None
    first, second = sorted(rng.sample(ids, 2))
    lines[second] = lines[first]
    return _made("copied id", path, lines, second + 1)


def misspelt_note(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    found = _lines_with(lines, r"\S\[\^[a-z0-9-]+\](?!:)")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = re.sub(r"(\S\[\^)([a-z0-9-]+)\]", lambda m: f"{m[1]}{m[2]}x]", lines[number], count=1)
    return _made("misspelt footnote", path, lines, number + 1)


def deleted_note(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, ".md")
    found = _lines_with(lines, r"^\[\^[a-z0-9-]+\]: ")
    if not found:
        return None
    number = rng.choice(found)
    label = lines[number].partition("]")[0] + "]"
    cited = next(n for n, line in enumerate(lines) if label in line)
    end = next((n for n in range(number, len(lines)) if not lines[n].strip()), len(lines))
    del lines[number:end]
    return _made("deleted footnote", path, lines, cited + 1)


def unused_note(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, ".md")
    lines += ["[^nobody-cites-me]: A note.", ""]
    return _made("unused footnote", path, lines, len(lines) - 1)


def misspelt_heading(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"^# "))
    lines[number] = f"# {_swapped(lines[number][2:])}"
    return _made("misspelt heading", path, lines, number + 1)


def wrong_level(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"^## \("))
    lines[number] = lines[number][1:]
    return _made("heading one level up", path, lines, number + 1)


def wrong_letter(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"^## \("))
    lines[number] = re.sub(r"\([a-z]\)", "(z)", lines[number])
    return _made("wrong letter", path, lines, number + 1)


def misspelt_theme(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"\{theme="))
    lines[number] = re.sub(r"theme=([a-z-]+)", lambda m: f"theme={_swapped(m[1])}", lines[number])
    return _made("misspelt theme", path, lines, number + 1)


def deleted_theme(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r" \{theme="))
    lines[number] = re.sub(r" \{theme=.*\}", "", lines[number])
    return _made("deleted theme", path, lines, number + 1)


def doubled_word(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, ".md")
    found = _lines_with(lines, r"^[A-Z][a-z ]+ the [a-z]")
    if not found:
        return None
    number = rng.choice(found)
    lines[number] = lines[number].replace(" the ", " the the ", 1)
    return _made("doubled word", path, lines, number + 1)


def lost_reference(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"^[A-Z].*\.$") or [0])
    if number == 0:
        return None
    lines[number] += " See [there](#AL/priorities/zz)."
    return _made("reference to nowhere", path, lines, number + 1)


def open_comment(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    number = rng.choice(_lines_with(lines, r"^$")[1:])
    lines[number:number] = ["", "<!-- remark: This is never closed."]
    return _made("open comment", path, lines, number + 2)


def not_utf8(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, rng.choice([".md", ".yaml"]))
    number = rng.randrange(len(lines))
    before = "\n".join(lines[:number]).encode() + (b"\n" if number else b"")
    return Mutation("not UTF-8", path, before + b"\xe9" + "\n".join(lines[number:]).encode(), frozenset({number + 1}))


def control_character(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, ".md")
    number = rng.choice(_lines_with(lines, r"^[A-Z]\w+ \w+"))
    lines[number] = lines[number].replace(" ", "\x0b", 1)
    return _made("control character", path, lines, number + 1)


def truncated_yaml(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "country.yaml")
    number = rng.choice(_lines_with(lines, r"^ +(office|short|long): \S"))
    kept = [*lines[:number], lines[number].partition(":")[0]]
    # Without the code, which stood further down, the file as a whole lacks a key.
    whole = [] if _lines_with(kept, r"^code:") else [1]
    return _made("truncated YAML", path, kept, number + 1, *whole)


def truncated_front_matter(rng: random.Random, files: Files) -> Mutation | None:
    path = "content/foreword.md"
    lines = files[path].split("\n")[: rng.choice([2, 3])]
    return _made("truncated front matter", path, lines, 1)


def truncated_chapter(rng: random.Random, files: Files) -> Mutation | None:
    path, lines = _choose(rng, files, "chapter.md")
    numbers = _lines_with(lines, r"^## \(")
    number = rng.choice(numbers)
    kept = lines[: number + 1]
    cited = _lines_with(kept, r"\[\^[a-z0-9-]+\](?!:)")
    # The notes at the end are gone with it; so is all that stood under the last heading.
    return _made("truncated chapter", path, kept, *([cited[0] + 1] if cited else [number + 1]))


MAKERS: tuple[Maker, ...] = (
    misspelt_key,
    doubled_key,
    deleted_key,
    list_for_text,
    number_for_text,
    text_for_list,
    tab,
    open_quote,
    open_list,
    colon_in_text,
    wrong_status,
    wrong_theme_in_projects,
    unknown_country,
    copied_title,
    copied_id,
    misspelt_note,
    deleted_note,
    unused_note,
    misspelt_heading,
    wrong_level,
    wrong_letter,
    misspelt_theme,
    deleted_theme,
    doubled_word,
    lost_reference,
    open_comment,
    not_utf8,
    control_character,
    truncated_yaml,
    truncated_front_matter,
    truncated_chapter,
)


def mutation(seed: int, files: Files) -> Mutation:
    """The mutation of a seed; seeds go round the kinds."""
    rng = random.Random(seed)
    maker = MAKERS[seed % len(MAKERS)]
    made = next((each for each in (maker(rng, files) for _ in range(200)) if each is not None), None)
    assert made is not None, f"{maker.__name__} finds nothing to spoil"
    return made
