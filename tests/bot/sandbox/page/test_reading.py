from bot.sandbox.live import Topic
from tests.bot.sandbox.harness import Page, request


def test_a_second_tab_learns_what_changed(page: Page) -> None:
    with page.watching() as changes:
        assert set(next(changes)["changed"]) == set(Topic)
        page.do("messages", channel=page.channel(), text="x")
        change = next(changes)
        assert "messages" in change["changed"]
        assert change["revision"] <= page.state()["revision"]


def test_the_log_is_newest_first_and_can_be_paged(page: Page) -> None:
    for _ in range(3):
        page.client.auth_test()
    first, second, third = page.log()
    assert first["id"] > second["id"] > third["id"]
    older = request(f"{page.url}/sandbox/log?limit=1&before={second['id']}").body["entries"]
    assert older == [third]
    assert request(f"{page.url}/sandbox/log?limit=x").status == 400


def test_the_history_is_the_aggregate_template(page: Page) -> None:
    reply = request(f"{page.url}/sandbox/history.csv")
    header, first, *rest = reply.content.decode().splitlines()
    assert header == "as_of,class,function,segment,count,fte"
    assert first.endswith(",customer_facing,sales,,112,")
    assert len(rest) + 1 == 26 * 6
    assert "text/csv" in reply.headers["content-type"]


def test_a_file_is_never_run_by_the_browser(page: Page) -> None:
    file = page.upload("page.html", b"<script>1</script>").body["file"]
    reply = request(page.url + file["url"])
    assert reply.headers["content-security-policy"] == "sandbox"
    assert request(f"{page.url}/sandbox/files/F404/x").status == 404
