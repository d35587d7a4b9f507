"""None of the article's sentences is shipped: it is paraphrased and cited."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT.parent / "shared" / "source").glob("*.txt"))
LONGEST_SHARED = 20
"""Characters in a row: longer than any name of a role or a post."""


def squeeze(text: str) -> str:
    """Return text without spaces and marks, so that another line break hides nothing."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def list_shipped() -> Iterator[str]:
    for package in ("rules", "bot"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        for path in (ROOT / package).rglob("*.po"):
            with path.open("rb") as file:
                for message in read_po(file):
                    strings = message.string or ""
                    yield from [strings] if isinstance(strings, str) else strings


def find_overlap(shipped: str, article: str) -> str | None:
    text = squeeze(shipped)
    pieces = (text[at : at + LONGEST_SHARED] for at in range(len(text) - LONGEST_SHARED + 1))
    return next((piece for piece in pieces if piece in article), None)


@pytest.mark.skipif(not ARTICLES, reason="the article is not beside this repository")
def test_no_sentence_of_the_article_is_shipped() -> None:
    article = "\n".join(squeeze(path.read_text()) for path in ARTICLES)
    found = {text: piece for text in list_shipped() if (piece := find_overlap(text, article))}
    assert found == {}


def test_an_overlap_is_found_across_a_line_break() -> None:
    sentence = "この文は試験のために書かれたものであり、記事の一部ではない。"
    assert find_overlap(f"前置き\n{sentence[:14]}\n  {sentence[14:]}", squeeze(sentence))
    assert (
        find_overlap("まったく別の文章がここにあります、本当に別のものです。", squeeze(sentence))
        is None
    )
