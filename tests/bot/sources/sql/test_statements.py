import pytest

from bot.errors import SourceConfigError
from bot.sources.sql.statements import FUNCTIONS, LONGEST_QUERY, NEEDED, WRITES, check_statement
from rules.wording import Phrase


def refusal_of(query: str) -> Phrase:
    with pytest.raises(SourceConfigError) as caught:
        check_statement(query)
    assert caught.value.field == "query"
    return caught.value.phrase


def unreadable(query: str) -> tuple[object, object]:
    """Where reading ended: the line, and the text from there on."""
    phrase = refusal_of(query)
    assert phrase.text.startswith("I cannot be sure")
    return phrase.values["line"], phrase.values["text"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT count(*) AS n, title FROM staff GROUP BY title", id="plain"),
        pytest.param("select count(*) n from staff", id="in lower case"),
        pytest.param("WITH a AS (SELECT 1) SELECT count(*) n FROM a", id="with a part"),
        pytest.param("SELECT 1 n WHERE 'drop; delete' <> ''';'", id="words inside a text"),
        pytest.param("SELECT 1 n -- delete from staff; 'x", id="words in a comment"),
        pytest.param("SELECT 1 /* it's; drop\ntable * / */ n", id="words in a long comment"),
        pytest.param("SELECT 1 AS n --", id="an empty comment at the end"),
        pytest.param('SELECT 1 AS n, "update" FROM "a--b"', id="words as names"),
        pytest.param("SELECT [set], `delete` FROM [dbo].[My Staff]", id="names of other dialects"),
        pytest.param("SELECT replace(a, 'x', ''), truncate (b, 1) FROM t", id="functions"),
        pytest.param("SELECT substring(a FROM 1 FOR 3), share FROM t", id="FOR that locks nothing"),
        pytest.param("SELECT n::int, a->>'b', c[1], 1e-5, .5 - -1 FROM t", id="signs"),
        pytest.param("SELECT 人数 AS n, 部署 AS department FROM 社員", id="names in Japanese"),
        pytest.param("SELECT E'x' AS a, N'y' AS b, q AS c", id="letters before a text"),
    ],
)
def test_a_query_that_only_reads_is_taken_as_it_is(query: str) -> None:
    assert check_statement(query) == query


@pytest.mark.parametrize(
    "query",
    ["  SELECT 1 n  ", "SELECT 1 n;", "SELECT 1 n ; \n", "SELECT 1 n; -- done", "SELECT 1 n;/**/"],
)
def test_a_semicolon_may_end_it(query: str) -> None:
    assert check_statement(query) == "SELECT 1 n"


def test_lines_may_end_as_on_windows() -> None:
    assert check_statement("SELECT 1\r\nAS n\r\n") == "SELECT 1\nAS n"


@pytest.mark.parametrize("query", ["", "  \n", ";", "-- nothing", "/* nothing */;"])
def test_nothing_is_no_query(query: str) -> None:
    assert refusal_of(query) == NEEDED


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("DELETE FROM staff", "DELETE"),
        ("explain select 1", "explain"),
        ("/* SELECT */ TABLE staff", "TABLE"),
        ("(SELECT 1)", "("),
        ("'SELECT'", "'SELECT'"),
        ('"SELECT" 1', '"SELECT"'),
        ("SELECTED", "SELECTED"),
    ],
)
def test_it_has_to_begin_with_a_word_that_reads(query: str, first: str) -> None:
    phrase = refusal_of(query)
    assert (phrase.text[:16], phrase.values["text"]) == ("The query begins", first)


@pytest.mark.parametrize("word", sorted(WRITES))
def test_a_word_that_writes_is_refused_anywhere(word: str) -> None:
    phrase = refusal_of(f"SELECT 1 AS n FROM staff {word.lower()} x")  # noqa: S608 - never run
    assert (phrase.text[:22], phrase.values["text"]) == ("“{text}” has no place ", word.lower())


@pytest.mark.parametrize("word", sorted(WRITES))
def test_a_word_that_writes_may_stand_in_quotes(word: str) -> None:
    query = f"SELECT \"{word}\", '{word}' /* {word} */ FROM [{word}] -- {word}"  # noqa: S608 - never run
    assert check_statement(query) == query


@pytest.mark.parametrize("word", sorted(FUNCTIONS))
def test_what_is_a_function_too_is_refused_where_it_is_none(word: str) -> None:
    assert refusal_of(f"WITH a AS (SELECT 1) {word}").values["text"] == word


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("WITH a AS (DELETE FROM s RETURNING 1) SELECT 1 n", id="a part that deletes"),
        pytest.param("WITH a AS (SELECT 1) REPLACE INTO s VALUES (1)", id="a part that replaces"),
        pytest.param("SELECT 1 n INTO copy", id="into a table"),
        pytest.param("SELECT 1 n DROP TABLE staff", id="without a semicolon"),
        pytest.param("SELECT n FROM s FOR UPDATE", id="locking"),
        pytest.param("SELECT n FROM s FOR NO KEY UPDATE", id="locking less"),
        pytest.param("SELECT n FROM s for key share", id="locking keys"),
        pytest.param("SELECT n FROM s FOR/**/SHARE", id="locking, with a comment between"),
        pytest.param("SELECT n FROM s LOCK IN SHARE MODE", id="locking elsewhere"),
    ],
)
def test_what_writes_or_locks_is_refused(query: str) -> None:
    assert refusal_of(query).text.startswith("“{text}” has no place")


@pytest.mark.parametrize("query", ["SELECT 1 n; SELECT 2 n", "SELECT 1 n;;", "SELECT 1; -- \n'a'"])
def test_a_second_statement_is_refused(query: str) -> None:
    assert refusal_of(query).text == "The query holds more than one statement; give one."


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        pytest.param(
            "SELECT 'it\\'; DROP TABLE s; -- '", "'it\\'; DROP TABLE s; -- '", id="backslash"
        ),
        pytest.param("SELECT $$a'b$$", "$$a'b$$", id="dollars"),
        pytest.param("SELECT 1 # ' \n; DROP TABLE s -- '", "# ' ", id="a hash"),
        pytest.param("SELECT 1 --' \n; DROP TABLE s -- '", "--' ", id="a comment without a space"),
        pytest.param("SELECT /*! 1 INTO s */ 1", "/*! 1 INTO s */ 1", id="run by one database"),
        pytest.param("SELECT /*M! 1 INTO s */ 1", "/*M! 1 INTO s */ 1", id="run by another"),
        pytest.param("SELECT /* /* */ ' */ 1 -- '", "/* /* */ ' */ 1 -- '", id="nested"),
        pytest.param("SELECT /* 1", "/* 1", id="a comment without an end"),
        pytest.param("SELECT 'a", "'a", id="a text without an end"),
        pytest.param("SELECT [it's] -- '", "[it's] -- '", id="a quote in brackets"),
        pytest.param("SELECT `--` ' \n; DROP TABLE s; -- '", "`--` ' ", id="a comment in a name"),
        pytest.param("SELECT \"it's\" -- '", "\"it's\" -- '", id="a quote in a name"),
        pytest.param("SELECT q'[it's; x]' -- '", "q'[it's; x]' -- '", id="signs as quotes"),
        pytest.param("SELECT nQ'[it's; x]' -- '", "nQ'[it's; x]' -- '", id="the same, national"),
        pytest.param("SELECT 1\rn", "\rn", id="a carriage return alone"),
        pytest.param("SELECT\x00 1", "\x00 1", id="a control character"),
        pytest.param("SELECT\u30001", "\u30001", id="a wide space"),
    ],
)
def test_what_databases_read_differently_is_refused(query: str, rest: str) -> None:
    line, text = unreadable(query)
    assert (line, text) == (1, rest)


def test_a_backslash_is_refused_even_inside_a_text() -> None:
    assert unreadable("SELECT 1 n\nWHERE a LIKE 'b\\%'") == (2, "'b\\%'")


def test_the_line_is_named_and_the_rest_is_cut() -> None:
    assert unreadable("SELECT 1\n  n,\n ${" + "x" * 50 + "}\n") == (3, "${" + "x" * 38)


def test_a_query_has_a_longest_length() -> None:
    longest = "SELECT 1 n".ljust(LONGEST_QUERY - 1) + "x"
    assert check_statement(longest)
    assert refusal_of(longest + "x").values == {"limit": LONGEST_QUERY}
