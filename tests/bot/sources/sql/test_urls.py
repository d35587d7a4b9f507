import pytest

from bot.errors import SourceConfigError
from bot.sources.sql.urls import OPTIONS, parse_source_url
from rules.wording import Phrase

FORM = "Give the address as dialect://user:password@host/database."


def parsed(text: str) -> str:
    return parse_source_url({"url": text}).render_as_string(hide_password=False)


def refusal_of(text: str) -> Phrase:
    with pytest.raises(SourceConfigError) as caught:
        parse_source_url({"url": text})
    assert caught.value.field == "url"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.phrase


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param(
            "postgresql://reader:pw@hr.example.com/people",
            "postgresql+psycopg://reader:pw@hr.example.com/people",
            id="the plain form",
        ),
        pytest.param(
            " postgres://reader:pw@[2606:4700::1]:6543/people ",
            "postgresql+psycopg://reader:pw@[2606:4700::1]:6543/people",
            id="as platforms hand it out",
        ),
        pytest.param(
            "postgresql+asyncpg://reader:p%40w@hr/people?sslmode=verify-full",
            "postgresql+psycopg://reader:p%40w@hr/people?sslmode=verify-full",
            id="with the driver of another program",
        ),
        pytest.param(
            "postgresql://reader@/people?host=/run/postgresql",
            "postgresql+psycopg://reader@/people?host=%2Frun%2Fpostgresql",
            id="a socket, which needs no password",
        ),
        pytest.param(
            "mysql+pymysql://reader:pw@hr/people?charset=utf8mb4",
            "mysql+pymysql://reader:pw@hr/people?charset=utf8mb4",
            id="another dialect",
        ),
        pytest.param(
            "mssql+pyodbc://reader:pw@hr/people?driver=ODBC+Driver+18+for+SQL+Server",
            "mssql+pyodbc://reader:pw@hr/people?driver=ODBC+Driver+18+for+SQL+Server",
            id="a driver by its name",
        ),
        pytest.param("sqlite:////srv/hr.db", "sqlite:////srv/hr.db", id="a file"),
    ],
)
def test_an_address_is_taken(text: str, url: str) -> None:
    assert parsed(text) == url


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("hr.example.com", id="a host alone"),
        pytest.param("postgresql:///people", id="no host"),
        pytest.param("postgresql://reader:pw@hr:port/people", id="a port that is none"),
        pytest.param("postgresql://reader:pw@hr,10.0.0.1/people", id="two hosts"),
        pytest.param("postgresql://reader:geheim@word@hr/people", id="an @ in a password"),
        pytest.param("postgresql://reader:pw@hr/host=10.0.0.1%20x=%2Fy", id="more in the database"),
        pytest.param("mssql+pyodbc://reader:pw@hr/x;Server=10.0.0.1", id="a semicolon"),
        pytest.param("postgresql://reader:pw@hr/people?a%20b=c", id="an option that is no word"),
    ],
)
def test_what_is_no_address_is_told_the_form_and_never_repeated(text: str) -> None:
    phrase = refusal_of(text)
    assert (phrase.text, phrase.values) == (FORM, {})


@pytest.mark.parametrize("who", ["", "reader@", "reader:@", ":pw@"])
def test_a_host_needs_a_user_and_a_password_of_its_own(who: str) -> None:
    phrase = refusal_of(f"postgresql://{who}hr.example.com/people")
    assert phrase.text == "The address needs a user and a password."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("postgresql://r:pw@hr/people?host=10.0.0.1", "host"),
        ("postgresql://r:pw@hr/people?hostaddr=10.0.0.1", "hostaddr"),
        ("postgresql://r:pw@hr/people?service=other", "service"),
        ("postgresql://r:pw@hr/people?passfile=/etc/passwd", "passfile"),
        ("postgresql://r:pw@hr/people?sslkey=/etc/key", "sslkey"),
        ("postgresql://r:pw@hr/people?sslmode=disable", "sslmode"),
        ("postgresql://r:pw@hr/people?options=-c&options=-d", "options"),
        ("postgresql://r:pw@hr/people?options=%2Fetc", "options"),
        ("mysql://r:pw@hr/people?unix_socket=/run/mysqld.sock", "unix_socket"),
        ("mysql://r:pw@hr/people?local_infile=1", "local_infile"),
        ("mysql://r:pw@hr/people?read_default_file=/root/.my.cnf", "read_default_file"),
        ("mssql+pyodbc://r:pw@hr/people?driver=/tmp/evil.so", "driver"),
        ("mssql+pyodbc:///?odbc_connect=Server%3D10.0.0.1", "odbc_connect"),
        ("oracle://r:pw@hr/people?plugin=evil", "plugin"),
        ("sqlite:////srv/hr.db?mode=rwc", "mode"),
        ("sqlite:////srv/hr.db?uri=true", "uri"),
    ],
)
def test_options_that_lead_elsewhere_are_left_out(text: str, name: str) -> None:
    phrase = refusal_of(text)
    assert (phrase.text[:5], phrase.values) == ("Leave", {"text": name})


@pytest.mark.parametrize(
    "text",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///hr.db",
        "sqlite://hr/people.db",
        "sqlite:///file:/srv/hr.db",
    ],
)
def test_a_file_is_given_in_full(text: str) -> None:
    assert refusal_of(text).text.startswith("Give the full path of the file")


def test_the_options_are_those_that_harm_nobody() -> None:
    assert {name for options in OPTIONS.values() for name in options} == {
        "application_name",
        "channel_binding",
        "charset",
        "driver",
        "encrypt",
        "host",
        "options",
        "sslmode",
    }


def test_no_secret_is_no_address() -> None:
    with pytest.raises(SourceConfigError):
        parse_source_url({})
