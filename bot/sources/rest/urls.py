"""Where a source is, and whether a link of its leads away from there."""

from urllib.parse import urljoin, urlsplit

SCHEMES = ("https", "http")


def parse_address(text: str) -> str:
    """Return an address that paths can be added to.

    Whether it may be reached is decided when it is: only then is it known where its name leads.

    >>> parse_address(" https://hr.example.com/api/ ")
    'https://hr.example.com/api'

    Raises:
        ValueError: If it is more or less than an address.
    """
    address = text.strip()
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname or not address.isprintable():
        raise ValueError("not an address of a server")
    if "@" in parts.netloc or parts.query or parts.fragment or " " in address or "\\" in address:
        raise ValueError("more than an address")
    if parts.port == 0:
        raise ValueError("no port to connect to")
    return address.rstrip("/")


def leaves_origin(url: str, link: str) -> bool:
    """Return whether a link on a page leads to another scheme, host or port than the page's.

    >>> leaves_origin("https://hr.example.com/people?page=1", "/people?page=2")
    False
    >>> leaves_origin("https://hr.example.com/people?page=1", "//example.com/people?page=2")
    True
    """
    try:
        return _origin_of(urljoin(url, link)) != _origin_of(url)
    except ValueError:
        return True


def _origin_of(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").casefold(), port
