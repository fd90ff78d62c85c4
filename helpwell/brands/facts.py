from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BrandArranged(Fact):
    """A brand was made or changed; `fields` are its settings."""

    name: ClassVar[str] = "brand.arranged"
    subject: ClassVar[str] = "brand_id"
    brand_id: int
    fields: list[str]
