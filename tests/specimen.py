"""A small project to spoil: two countries, two regional priorities, everything that content files can say."""

from __future__ import annotations

from pathlib import Path

FILES: dict[str, str] = {
    "content/strategy.yaml": """\
title: Strategy for Two Countries
edition: "2006-2007"
period: {first: 2006, last: 2007}
date: 2006-01-01
language: en-GB
publisher:
  name: International Organization for Migration
  acronym: IOM
regional_office:
  name: Regional Mission
  acronym: MRF
parts:
  regional: Regional Approach
  priorities: Regional Priorities
  national: National Approaches
  annex: Proposed Projects
  regional_projects: Regional Project Proposals
priorities_headings: [Programmatic Priorities, Programme Area Priorities]
countries:
  - albania
  - kosovo
groups:
  - id: potential-candidate
    label: EU potential candidate countries
    countries: [AL]
areas:
  - id: western-balkans
    name: Western Balkans
    countries: [AL, XK]
remarks:
  - The strategy is a specimen.
""",
    "content/themes.yaml": """\
- id: border-management
  label: Border Management
  answers: [1]
- id: counter-trafficking
  label: Counter-trafficking
  answers: [1, 2]
  labels: [Counter-trafficking Activities]
- id: research
  label: Research
""",
    "content/labels.yaml": """\
en:
  contents: Contents
  background: Background
  no: "No"
  remarks:
    - The words are few.
""",
    "content/acronyms.yaml": """\
- acronym: IOM
  expansion: International Organization for Migration
- acronym: SMP
  remarks:
    - The source never expands it.
""",
    "content/foreword.md": """\
---
signatory:
  name: Tina Example
  role: Regional Representative
---

# Foreword

Foreword text.
""",
    "content/executive-summary.md": """\
# Executive Summary

Summary text, with these areas:

1. Border Management
2. Counter-trafficking
""",
    "content/regional/introduction.md": """\
# Introduction

Introduction text.
""",
    "content/regional/trends.md": """\
# Current Trends

Trends text.

## A Closer Look

Closer text.
""",
    "content/regional/priorities/01-border-management.md": """\
# Effective Border Management

Border text.
""",
    "content/regional/priorities/02-counter-trafficking.md": """\
# Counter-trafficking in Human Beings

Trafficking text.
""",
    "content/regional/projects.yaml": """\
- theme: counter-trafficking
  projects:
    - id: regional-campaign
      title: Regional campaign
      countries: [AL, XK]
      areas: [western-balkans]
""",
    "content/countries/albania/country.yaml": """\
names:
  short: Albania
  long: Albania
  annex: Albania
code: AL
status: potential-candidate
mission:
  office: IOM Tirana
  address:
    - Rr “Brigada e Tete” Villa No. 3
    - Tirana
  phones:
    - numbers: ["+355 42 578 36, 37"]
    - label: Mobile
      numbers:
        - "+355 1"
        - "+355 2"
  fax: ["+355 42 578 35"]
  emails: [tirana@example.org]
  websites: [www.example.org]
  head:
    role: Chief of Mission
    name: Maurizio Example
  sub_offices:
    - office: IOM Vlora
      remarks:
        - The sub-office has no telephone.
""",
    "content/countries/albania/chapter.md": """\
# Background

Background text.[^nato]

<!-- remark: The background is short. -->

# Programmatic Priorities

## (a) Border Management {theme=border-management}

Border text.

- one;
- two.

## (b) Trafficking and Research {theme=counter-trafficking also="research"}

### Research First

Research text.

### Then Action

Action text.

## (c) Research {theme=research}

Research text.

## Forum for Migration

Forum text.

[^nato]: The note.
""",
    "content/countries/albania/projects.yaml": """\
- theme: border-management
  label: Border Projects
  projects:
    - id: border-posts
      title: "Border posts: a beginning"
      description: >-
        A first line
        and a second line.
      countries: [XK]
      areas: [western-balkans]
    - id: patrols
      title: Patrols
      description: |
        One paragraph.

        - and a list
- theme: research
  projects:
    - id: study
      title: A study
""",
    "content/countries/kosovo/country.yaml": """\
names:
  short: Kosovo
  long: The Province of Kosovo
code: XK
counted_with: AL
""",
    "content/countries/kosovo/chapter.md": """\
# Background

Background of Kosovo.

# Programme Area Priorities

## (a) Counter-trafficking Activities {theme=counter-trafficking}

Trafficking text.
""",
}


def write_specimen(folder: Path) -> Path:
    """Writes the specimen into a folder, and gives the folder back."""
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    for path, text in FILES.items():
        put(folder, path, text)
    return folder


def put(folder: Path, path: str, content: str | bytes) -> None:
    """Writes a file of a project."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def spoil(folder: Path, path: str, right: str, wrong: str) -> None:
    """Puts something wrong in the place of what is right, which must stand once in the file."""
    text = (folder / path).read_text("utf-8")
    assert text.count(right) == 1, f"{right!r} stands {text.count(right)} times in {path}"
    put(folder, path, text.replace(right, wrong))
