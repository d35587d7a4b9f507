from tests.bot.sandbox.builders import BOT_TOKEN
from tests.bot.sandbox.harness import Page, refusal, request


def test_slacks_client_uploads_in_three_steps(page: Page) -> None:
    answer = page.client.files_upload_v2(
        content="as_of,count\n", filename="a.csv", title="History", channel=page.channel(),
        initial_comment="Here it is",
    )  # fmt: skip
    [message] = page.state()["messages"][page.channel()]
    [file] = message["files"]
    assert (message["text"], file["title"], file["mimetype"]) == (
        "Here it is",
        "History",
        "text/csv",
    )
    assert file["id"] == answer["file"]["id"]
    given = request(page.url + file["url"])
    assert given.content == b"as_of,count\n"
    assert given.headers["x-content-type-options"] == "nosniff"


def test_the_bot_reads_a_persons_file_with_its_token(page: Page) -> None:
    file = page.upload("人数.csv", b"1,2").body["file"]
    found = page.client.files_info(file=file["id"])["file"]
    assert found["name"] == "人数.csv"
    url = found["url_private_download"]
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    assert request(url, headers=headers).content == b"1,2"
    assert request(url).status == 404


def test_a_file_that_was_not_uploaded_cannot_be_completed(page: Page) -> None:
    reserved = page.client.files_getUploadURLExternal(filename="a.csv", length=3)
    call = page.client.files_completeUploadExternal
    assert refusal(call, files=[{"id": reserved["file_id"]}]) == "file_not_found"
    assert refusal(page.client.files_info, file=reserved["file_id"]) == "file_not_found"
    assert request(reserved["upload_url"], "POST", b"1,2").content == b"OK - 3"
    assert request(reserved["upload_url"], "POST", b"1,2").status == 404
    assert call(files=[{"id": reserved["file_id"], "title": "T"}])["files"][0]["title"] == "T"


def test_a_file_needs_a_size_within_reason(page: Page) -> None:
    call = page.client.files_getUploadURLExternal
    assert refusal(call, filename="a", length=0) == "file_upload_size_restricted"
    assert refusal(call, filename="a", length=20_000_000) == "file_upload_size_restricted"
    assert refusal(call, filename="a", length=1, alt_txt="x" * 1001) == "alt_txt_too_large"


def test_a_file_goes_only_where_the_bot_may_post(page: Page) -> None:
    reserved = page.client.files_getUploadURLExternal(filename="a.csv", length=1)
    request(reserved["upload_url"], "POST", b"1")
    call, files = page.client.files_completeUploadExternal, [{"id": reserved["file_id"]}]
    assert refusal(call, files=files, channel_id=page.channel("random")) == "not_in_channel"
    assert refusal(call, files=files, channel_id="C404") == "channel_not_found"


def test_a_canvas_can_be_read_in_the_page(page: Page) -> None:
    page.client.canvases_create(
        title="Plan", document_content={"type": "markdown", "markdown": "# Plan"}
    )
    [canvas] = page.state()["canvases"]
    assert (canvas["title"], canvas["markdown"], canvas["channel"]) == ("Plan", "# Plan", None)
    call = page.client.canvases_create
    error = refusal(call, document_content={"type": "html", "markdown": ""})
    assert error == "canvas_creation_failed"


def test_arguments_that_are_no_objects_are_refused(page: Page) -> None:
    call = page.client.api_call
    for files in ('["F1"]', "{", "{}"):
        arguments = {"files": files}
        error = refusal(call, api_method="files.completeUploadExternal", params=arguments)
        assert error == "invalid_arguments"
    arguments = {"document_content": "[1]"}
    error = refusal(call, api_method="canvases.create", params=arguments)
    assert error == "invalid_arguments"


def test_a_file_may_come_without_a_word(page: Page) -> None:
    page.client.files_upload_v2(content="1", filename="a.csv", channel=page.channel())
    [message] = page.state()["messages"][page.channel()]
    assert (message["text"], len(message["files"])) == ("", 1)


def test_too_many_bytes_are_not_taken(page: Page) -> None:
    reserved = page.client.files_getUploadURLExternal(filename="a.csv", length=3)
    assert request(reserved["upload_url"], "POST", b"").status == 413
