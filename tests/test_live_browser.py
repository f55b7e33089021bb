"""The live supplement in a browser, with everything outside its folder cut off: the same answers as anywhere else."""

import asyncio
import html
import json
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import click
import pytest
from live_page import FAILED, READY, SECONDS, Seen, chromium, hosted

from replay.cli.cases import cases_of
from replay.cli.engine import engine_for
from replay.explore import application
from replay.explore.asking import answer
from replay.explore.live.bundle import live_files

ROOT = Path(__file__).resolve().parent.parent
WHERE = "journal/article-7/live"  # not at the root of its host


def aside(call, *args):
    """Call in a thread of its own: the one of the tests has the loop of the browser."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call, *args).result()


@pytest.fixture(scope="module")
def cases():
    return [case for case, *_ in cases_of(sorted((ROOT / "timelines").glob("*.yaml")))]


@pytest.fixture(scope="module")
def outside(cases):
    """What the program answers."""
    made = application(cases)
    return lambda address: aside(asyncio.run, answer(made, address))


@pytest.fixture(scope="module")
def site(cases, tmp_path_factory):
    """A host that gives out the live supplement; yields the folder and its address."""
    try:
        engine = engine_for(None)
    except click.ClickException as fault:
        pytest.skip(f"no engine for the page: {fault.message.splitlines()[0]}")
    root = tmp_path_factory.mktemp("host")
    made = aside(live_files, cases, engine)
    assert sum(map(len, made.values())) < 20e6
    for name, data in made.items():
        path = root / WHERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with hosted(root) as base:
        yield root / WHERE, f"{base}{WHERE}/"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser, site):
    """Open pages of the supplement; at the end nothing outside was asked for, and the console had no fault."""
    kept = []

    def page_at(query="", **options):
        context = browser.new_context(**options)
        context.set_default_timeout(SECONDS)
        kept.append((context, Seen(context, site[1])))
        page = context.new_page()
        page.goto(f"{site[1]}{query}")
        return page

    yield page_at
    for context, seen in kept:
        context.close()
        assert (seen.outside, "\n".join(seen.faults)) == ([], "")


def told(page):
    return " ".join(page.locator("#answer").inner_text().split())


def fetched(page, address):
    """What the page itself gets from an address: status and text."""
    return page.evaluate("(at) => fetch(at).then(async (got) => [got.status, await got.text()])", address)


def test_a_reader_asks_before_the_engine_is_ready_and_goes_on_without_a_network(opened):
    began = time.monotonic()
    page = opened()
    page.wait_for_selector("#picture svg")  # the record is there before the engine is
    assert time.monotonic() - began < 10 and "What happened" in told(page)
    assert page.locator(".engine progress").is_visible() and "you can read on" in page.inner_text(".engine")
    page.click("text=No agreement on 28 June 1995")
    assert "as soon as the engine is ready" in page.inner_text(".engine") and "What happened" in told(page)
    page.wait_for_selector(READY)
    page.context.set_offline(True)
    page.wait_for_selector("#answer.edited")
    assert page.url.endswith("?d=japan-autos&cf=no-agreement")
    words = told(page)
    assert re.search("United States.*28 June 1995.*Japan would have answered", words), words
    page.click("text=Agreement one day late")
    page.wait_for_selector("#answer :text('Agreement one day late')")
    page.go_back()
    page.wait_for_selector("#answer :text('No agreement on 28 June 1995')")
    page.click("text=Back to the record")
    page.wait_for_selector("#answer.record")
    page.click("nav[aria-label=Disputes] a >> nth=0")
    page.wait_for_selector("#page[data-query*=korea-autos]")


def test_an_address_is_answered_as_soon_as_the_engine_is_ready(opened, outside):
    page = opened("?off=settlement")
    page.wait_for_selector("#answer.edited")
    status, _, body = outside("/?d=japan-autos&off=settlement")
    assert fetched(page, "?d=japan-autos&off=settlement") == [status, body.decode()] and status == 200
    before = page.inner_text("#now")
    page.click("a[data-step=first]")
    page.wait_for_selector("#now:not(:text('28 June 1995'))")
    assert page.inner_text("#now") != before and page.url.endswith("&at=1")
    for link, address in (("text=Edit file", "/edits.yaml"), ("#svg", "/story.svg")):
        with page.expect_download() as got:
            page.click(link)
        _, headers, body = outside(f"{address}?d=japan-autos&off=settlement")
        assert f'"{got.value.suggested_filename}"' in headers["content-disposition"]
        assert Path(got.value.path()).read_bytes() == body
    with page.expect_download() as got:
        page.click("#png")
    data = Path(got.value.path()).read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) > 20_000


def test_what_is_chosen_before_the_address_is_answered_is_added_to_it(opened):
    page = opened("?off=settlement")
    page.check("#off-parts-industry-pressure")
    page.click("a[data-step=first]")  # of the record: the replay that comes has other entries
    page.click("#to-bush-visit")
    assert page.url.endswith("?off=settlement") and page.locator(READY).count() == 0
    page.wait_for_selector("#act")
    assert page.url.endswith("?d=japan-autos&off=settlement&off=parts-industry-pressure&act=bush-visit")
    assert page.is_checked("#off-parts-industry-pressure")
    page.go_back()
    page.wait_for_selector("#act", state="detached")
    assert page.url.endswith("?d=japan-autos&off=settlement&off=parts-industry-pressure")


def test_what_is_chosen_before_an_address_is_refused_is_asked_of_the_record(opened):
    page = opened("?off=nothing-of-it")
    page.check("#off-bush-visit")
    page.wait_for_selector("#answer.edited")
    assert page.url.endswith("?d=japan-autos&off=bush-visit") and page.locator("#notice *").count() == 0


def test_a_hostile_address_is_refused_in_words_and_does_not_run(opened):
    page = opened("?off=%3Cimg src=x onerror=alert(1)%3E")
    page.on("dialog", lambda _: pytest.fail("it ran"))
    page.wait_for_selector("#notice:has-text('<img')")
    assert page.locator("#notice img").count() == 0 and "What happened" in told(page)


def test_every_shipped_counterfactual_comes_out_as_outside(opened, outside, cases):
    page = opened()
    page.wait_for_selector(READY)
    count = 0
    for case in cases:
        for name in ("", *(one.name for one in case.counterfactuals)):
            address = f"result.json?d={case.name}" + (f"&cf={quote(name)}" if name else "")
            status, _, body = outside(f"/{address}")
            assert fetched(page, address) == [status, body.decode()] and status == 200, address
            assert json.loads(body)["digest"]
            count += 1
    assert count == len(cases) + sum(len(case.counterfactuals) for case in cases) > 20
    for address in ("now?d=korea-autos&at=7", "story.svg?d=korea-autos", "escalation.svg?off=settlement", "nowhere",
                    "?d=nothing", "?off=%3Cscript%3E", "compare?d=japan-autos&compare=korea-autos"):  # fmt: skip
        status, _, body = outside(f"/{address}")
        assert fetched(page, address) == [status, body.decode()], address


def test_two_tabs_each_have_their_own(opened, browser, site):
    one = opened("?off=settlement")
    other = one.context.new_page()
    other.goto(f"{site[1]}?d=korea-autos")
    other.wait_for_selector(READY)
    one.wait_for_selector("#answer.edited")
    other.wait_for_selector("#page[data-query*=korea-autos]")
    assert "d=japan-autos&off=settlement" in one.url and "d=korea-autos" in other.url


def test_on_a_telephone_in_the_dark(opened):
    page = opened("?off=settlement", viewport={"width": 400, "height": 800}, color_scheme="dark")
    page.wait_for_selector(".engine progress")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.wait_for_selector("#answer.edited")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_browser_without_webassembly_is_told_so(browser, site):
    context = browser.new_context()
    context.add_init_script("delete window.WebAssembly")
    page = context.new_page()
    page.goto(site[1])
    page.wait_for_selector(FAILED, timeout=SECONDS)
    assert "no WebAssembly" in page.inner_text(".engine") and "What happened" in told(page)
    assert not page.locator(".engine progress").is_visible()
    context.close()


def test_a_page_opened_from_a_file_says_what_to_do(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto((site[0] / "index.html").as_uri())
    page.wait_for_selector(FAILED, timeout=SECONDS)
    assert "python3 -m http.server 8000" in page.inner_text(".engine") and "What happened" in told(page)
    context.close()


def test_a_folder_that_was_copied_in_part_says_so(browser, site, tmp_path):
    shutil.copytree(site[0], tmp_path / "live")
    (tmp_path / "live/live/engine/pyodide.asm.wasm").unlink()
    with hosted(tmp_path) as base:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}live/")
        page.wait_for_selector(FAILED, timeout=SECONDS)
        assert "pyodide.asm.wasm: 404" in page.inner_text(".engine")
        context.close()


def test_every_control_answers_as_the_program_does(opened, outside):
    """Each with the address that it leads to, and the verdict that the program gives for this address."""
    page = opened("?d=japan-autos&page=4")

    def settled(part):
        page.wait_for_selector(f'#page[data-address*="{part}"]')
        page.wait_for_url(lambda url: part in url)
        query = page.url.partition("?")[2]
        said = re.search(r'<p class="verdict">(.*?)</p>', outside(f"/?{query}")[2].decode(), re.DOTALL)[1]
        assert page.inner_text(".verdict") == html.unescape(said)
        return query

    page.wait_for_selector("#off-settlement")
    page.check("#off-settlement")
    assert settled("off=settlement") == "d=japan-autos&off=settlement&page=4"
    page.click("#ask >> text=Take back")
    page.wait_for_selector("#answer.record")
    page.fill("#date-settlement", "soon")
    page.press("#date-settlement", "Enter")
    page.wait_for_selector("#notice .notice")
    page.fill("#date-settlement", "1d")
    page.press("#date-settlement", "Enter")
    settled("shift=settlement:1d")
    page.click("#clocks summary")
    page.fill("#due-sanctions-june", "1995-07-05")
    page.press("#due-sanctions-june", "Enter")
    settled("clock=sanctions-june:1995-07-05")
    page.click("#ask >> text=Back to the record")
    page.wait_for_selector("#answer.record")
    page.click("#tab-escalation")
    settled("show=escalation")
    page.focus("#at")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('#now[data-at="162"]')
    page.click("#play")
    page.wait_for_selector('#now[data-at="163"]')
    page.click('#picture a[data-act="sanctions-list"] .mark >> nth=0')
    page.wait_for_selector("#act")
    assert page.inner_text("#act-title") == "Sanctions list"
    page.click("#choices summary")
    page.click("#choice-us-settlement-1995")
    settled("decision=us-settlement-1995")
    page.click("#filters summary")
    page.fill("#f-rung", "5")
    page.press("#f-rung", "Enter")
    settled("min-rung=5")
