"""What a browser asks to be spoken to in: read once, for every page that has more languages than one."""

__all__ = ["accepted"]


def accepted(header: str) -> list[str]:
    """The languages of an `Accept-Language` (RFC 9110, section 12.5.4), best first and without regions (`fr-MA` is `fr`).

    What has no weight that can be read is left out, as is what the browser refuses (`q=0`).
    """
    weighed = [_weighed(part) for part in header.split(",")]
    wanted = [(lang, weight) for lang, weight in weighed if lang and weight > 0]
    return [lang for lang, _ in sorted(wanted, key=lambda one: -one[1])]


def _weighed(part: str) -> tuple[str, float]:
    lang, _, rest = part.partition(";")
    try:
        weight = float(rest.partition("q=")[2] or 1)
    except ValueError:
        weight = 0.0
    return lang.strip().partition("-")[0].lower(), weight
