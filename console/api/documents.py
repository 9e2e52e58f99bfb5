"""What is asked of the API and what it tells: frozen, in camel case, and strict towards whoever asks."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Asked(BaseModel):
    """A body or a query: a field that nobody knows is a fault, and no fault repeats what was sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, hide_input_in_errors=True)


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True, from_attributes=True)
