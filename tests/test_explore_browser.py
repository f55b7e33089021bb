"""The explorer in a browser: what a reader does by hand, on the server of this computer."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from live_page import chromium

import replay

ROOT = Path(__file__).parents[1]
JAPAN = ROOT / "timelines" / "japan-autos-1993-1995.yaml"
KOREA = ROOT / "timelines" / "korea-autos-1995-1998.yaml"


@pytest.fixture(scope="module")
def address():
    call = [sys.executable, "-u", "-m", "replay", "explore", str(JAPAN), str(KOREA), "--no-browser"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        yield server.stdout.readline().split()[-1].partition("?")[0]
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser, address):
    """A page on which whatever leaves the server, or fails in a script, is written down."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    outside, faults = [], []
    opened.on("request", lambda request: outside.append(request.url) if not request.url.startswith(
        (address, "data:", "blob:")) else None)  # fmt: skip
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert outside == [] and faults == []
    context.close()


def seen(page):
    return page.url.partition("?")[2]


def settle(page, part):
    """Wait until the address of the page has, or has not (!), a part."""
    found = f'#page:not([data-address*="{part[1:]}"])' if part.startswith("!") else f'#page[data-address*="{part}"]'
    page.wait_for_selector(found)
    page.wait_for_url(lambda url: (part.lstrip("!") in url) is not part.startswith("!"))


def test_an_act_is_switched_off_and_on_and_the_history_goes_back(page, address):
    page.goto(f"{address}?d=japan-autos&page=4")
    page.check("#off-settlement")
    settle(page, "off=settlement")
    assert seen(page) == "d=japan-autos&off=settlement&page=4"
    assert page.inner_text(".verdict").startswith("Sanctions would have come: United States, 28 June 1995")
    assert "Sanctions would have come" in page.inner_text("#live")
    assert page.evaluate("document.activeElement.id") == "off-settlement"  # the keyboard stays where it was
    page.uncheck("#off-settlement")
    settle(page, "!off=settlement")
    page.go_back()
    page.wait_for_selector("#answer.edited")
    assert seen(page) == "d=japan-autos&off=settlement&page=4"
    page.go_forward()
    page.wait_for_selector("#answer.record")


def test_what_cannot_be_read_is_told_and_what_was_typed_stays(page, address):
    page.goto(f"{address}?d=japan-autos&page=4")
    page.fill("#date-settlement", "soon")
    page.press("#date-settlement", "Enter")
    page.wait_for_selector("#notice .notice")
    assert "'soon' is no day" in page.inner_text("#notice")
    assert page.input_value("#date-settlement") == "soon"
    page.fill("#date-settlement", "1d")
    page.press("#date-settlement", "Enter")
    settle(page, "shift=settlement:1d")
    assert page.inner_text("#notice") == ""


def test_time_is_stepped_through_by_keyboard_and_by_itself(page, address):
    page.goto(f"{address}?d=japan-autos")
    page.focus("#at")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('#now[data-at="162"]')
    page.wait_for_url(re.compile(r"\?d=japan-autos&at=162$"))
    page.click("[data-step=first]")
    page.wait_for_selector('#now[data-at="1"]')
    assert page.locator("#picture .act.later").count() > 100
    assert page.locator("#picture .now-line.on").count() == 1
    page.click("#play")
    page.wait_for_selector('#now[data-at="3"]')
    page.click("#play")
    assert page.inner_text("#play") == "Play"
    stopped = page.get_attribute("#now", "data-at")
    page.click('#picture a[data-act="sanctions-list"] .mark')
    page.wait_for_selector("#act")
    assert page.inner_text("#act-title") == "Sanctions list" and page.inner_text("#now .place").startswith(
        f"Entry {stopped} of")  # fmt: skip
    assert page.evaluate("document.activeElement.id") == "act"


def test_figure_and_edits_are_taken_away(page, address, tmp_path):
    page.goto(f"{address}?d=japan-autos&cf=no-agreement&show=escalation")
    for button, name in (("#png", "japan-autos.png"), ("#svg", "japan-autos-escalation.svg")):
        with page.expect_download() as saved:
            page.click(button)
        assert saved.value.suggested_filename == name
        saved.value.save_as(tmp_path / name)
    assert (tmp_path / "japan-autos.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saved:
        page.click('#take a[href^="edits.yaml"]')
    saved.value.save_as(tmp_path / "saved.yaml")
    (tmp_path / JAPAN.name).write_bytes(JAPAN.read_bytes())
    assert [*replay.load_edits(tmp_path / "saved.yaml").counterfactuals] == ["no-agreement"]


def test_two_pages_do_not_know_each_other(page, address):
    page.goto(f"{address}?d=japan-autos&off=settlement")
    other = page.context.new_page()
    other.goto(f"{address}?d=korea-autos")
    other.click(".named a >> nth=0")
    other.wait_for_selector("#answer.edited")
    page.reload()
    assert seen(page) == "d=japan-autos&off=settlement" and "28 June 1995" in page.inner_text(".verdict")


@pytest.mark.parametrize("width", [400, 700, 1600])
def test_nothing_stands_out_at_the_side(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}?d=japan-autos&off=settlement&act=counter-list&decision=us-301-1994&compare=korea-autos")
    page.wait_for_selector(f'#page[data-width="{"narrow" if width <= 640 else "wide"}"]')
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "width" not in seen(page)


def test_without_a_script_the_same_is_asked_by_forms_and_links(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}?d=japan-autos&page=4")
    page.check("#off-settlement")
    page.click("#edit button[type=submit]")
    assert seen(page).startswith("d=japan-autos&off=settlement")
    assert "Japan would have answered" in page.inner_text(".verdict")
    page.click("a[data-step=back]")
    assert page.inner_text("#now .place").startswith("Entry 163 of 164")
    context.close()


def test_clicks_in_quick_succession_are_all_heard(page, address):
    """A page that has just come in place of another hears the next click: box and replay never part."""
    page.goto(f"{address}?d=japan-autos&page=4")
    page.wait_for_selector("#off-settlement")
    page.evaluate(
        """async () => {
            const address = () => document.getElementById("page").dataset.address;
            for (const off of [true, false, true]) {
                document.getElementById("off-settlement").click();
                while (address().includes("off=") !== off) await new Promise((next) => setTimeout(next));
            }
        }"""
    )
    settle(page, "off=settlement")
    assert page.is_checked("#off-settlement")


def test_the_figure_fits_the_screen_however_its_width_changes(page, address):
    page.goto(f"{address}?d=korea-autos")
    for width in (400, 1280, 500, 1280):
        page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_selector('#page[data-width="wide"]')
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_selector('#page[data-width="narrow"]')


def test_paper_shows_what_is_folded_on_the_screen(page, address):
    page.goto(f"{address}?d=japan-autos&off=settlement")
    assert page.get_attribute("#d-lost", "open") is None  # 22 rows
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.get_attribute("#d-lost", "open") == ""
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.get_attribute("#d-lost", "open") is None


def test_what_comes_stands_beside_the_slider(page, address):
    page.goto(f"{address}?d=japan-autos&at=100")
    page.focus("#at")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('#now[data-at="101"]')
    page.wait_for_selector("#said:has-text('4–5 May 1995. Japan towards United States: WTO plan reported')")
    assert page.locator("#steps").bounding_box()["y"] < 1000  # in sight with the upper part of the figure


def test_paths_of_the_domains_come_as_one_steps(page, address):
    """What is not yet lies under a veil, from the line of the present to the right edge."""
    page.goto(f"{address}?d=japan-autos")
    veil, line = page.locator("#picture .veil"), page.locator("#picture .now-line")
    right = float(veil.get_attribute("x"))
    assert float(veil.get_attribute("width")) == 0
    for step in ("first", "next"):
        page.click(f"[data-step={step}]")
        left = float(veil.get_attribute("x"))
        assert left == float(line.get_attribute("x1")) < right and left + float(veil.get_attribute("width")) == right
    page.click("[data-step=last]")
    assert float(veil.get_attribute("width")) == 0


def within(page, name, height):
    """Whether something comes to stand in the upper part of the window."""
    for _ in range(40):
        if 0 <= page.locator(name).bounding_box()["y"] < height:
            return True
        page.wait_for_timeout(100)
    return False


@pytest.mark.parametrize("width", [400, 1280])
def test_what_is_ticked_stays_under_the_eye(page, address, width):
    """What comes above the list when something is changed moves the list; not for the eye."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}?d=japan-autos&page=4")
    page.wait_for_selector(f'#page[data-width="{"narrow" if width == 400 else "wide"}"]')
    box = page.locator("#off-settlement")
    box.evaluate("box => box.scrollIntoView({ block: 'center', behavior: 'instant' })")
    before = box.bounding_box()["y"]
    box.check()
    settle(page, "off=settlement")
    assert abs(page.locator("#off-settlement").bounding_box()["y"] - before) < 2


def test_a_question_leads_to_its_answer_in_sight_and_for_the_keyboard(page, address):
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{address}?d=japan-autos")
    page.wait_for_selector('#page[data-width="narrow"]')
    page.locator(".named a", has_text="No agreement on 28 June 1995").press("Enter")
    settle(page, "cf=no-agreement")
    page.wait_for_selector("#answer:focus")
    assert within(page, ".verdict", 400)
    page.goto(f"{address}?d=japan-autos&act=settlement")
    page.locator("#act a.button").press("Enter")
    settle(page, "off=settlement")
    page.wait_for_selector("#answer:focus")
    assert within(page, ".verdict", 400)
