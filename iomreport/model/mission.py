"""Missions: an office, how to reach it, who heads it, and its sub-offices."""

from __future__ import annotations

from pydantic import Field

from iomreport.model.record import Record


class Phones(Record):
    """Numbers under one printed label. Without a label they are printed under the edition's word for telephone."""

    label: str = Field(default="", description="The printed label, where it is not simply the word for telephone.")
    numbers: tuple[str, ...] = Field(description="Numbers exactly as printed.", min_length=1)


class Head(Record):
    """Who heads a mission, and as what."""

    role: str = Field(description="The printed role, such as Chief of Mission.", min_length=1)
    name: str = Field(description="First and last name.", min_length=1)


class Office(Record):
    """An office and how to reach it; what it does not have is left out of every document."""

    office: str = Field(description="The name of the office.", min_length=1)
    subtitle: str = Field(default="", description="A second line of its name.")
    address: tuple[str, ...] = Field(default=(), description="Address lines, one item a printed line.")
    phones: tuple[Phones, ...] = Field(default=(), description="Telephone numbers, by label.")
    fax: tuple[str, ...] = Field(default=(), description="Fax numbers exactly as printed.")
    emails: tuple[str, ...] = Field(default=(), description="Mailboxes.")
    websites: tuple[str, ...] = Field(default=(), description="Web sites as printed.")


class Mission(Office):
    """The mission of a country."""

    head: Head | None = Field(default=None, description="Who heads the mission.")
    sub_offices: tuple[Office, ...] = Field(default=(), description="Offices of the mission in other places.")
