"""Frames and acknowledgements; a real peer reads them in tests/e2e."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltResponse
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, SERVER, Protocol

from bot.socket_mode import build_frame, write_acknowledgement


def read_frames(data: bytes) -> list[str]:
    """Return the texts in frames, as an independent server reads them."""
    server = Protocol(SERVER, state=OPEN, max_size=None)
    server.receive_data(data)
    frames = [event for event in server.events_received() if isinstance(event, Frame)]
    assert all(frame.opcode is Opcode.TEXT and frame.fin for frame in frames)
    return [bytes(frame.data).decode() for frame in frames]


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(0, id="nothing"),
        pytest.param(125, id="the longest short frame"),
        pytest.param(126, id="the shortest frame with two bytes of length"),
        pytest.param(65_535, id="the longest of those"),
        pytest.param(65_536, id="what the client of the SDK cannot send"),
    ],
)
def test_a_frame_of_any_length_is_read_as_it_was_written(size: int) -> None:
    text = "x" * size
    assert read_frames(build_frame(text)) == [text]


@given(st.lists(st.text()))
def test_frames_one_after_the_other_are_read_apart(texts: list[str]) -> None:
    texts = [text.encode(errors="replace").decode() for text in texts]
    assert read_frames(b"".join(build_frame(text) for text in texts)) == texts


def test_an_empty_answer_is_an_acknowledgement_alone() -> None:
    said = json.loads(write_acknowledgement('e"1', BoltResponse(status=200, body="")))
    assert said == {"envelope_id": 'e"1'}


def test_an_answer_in_json_goes_along_as_it_is() -> None:
    response = BoltResponse(status=200, body={"text": "1:53", "blocks": []})
    said = json.loads(write_acknowledgement("e1", response))
    assert said == {"envelope_id": "e1", "payload": {"text": "1:53", "blocks": []}}


def test_an_answer_in_words_becomes_a_message() -> None:
    said = json.loads(write_acknowledgement("e1", BoltResponse(status=200, body="1:53")))
    assert said == {"envelope_id": "e1", "payload": {"text": "1:53"}}
