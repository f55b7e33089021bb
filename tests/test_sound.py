"""A sound file is read straight to its timeline, which is the one that the tree of nodes gives; others are not."""

import pickle
from pathlib import Path

import pytest
import synthetic

import replay
from replay import files
from replay.files import sound
from replay.files.convert import timeline_of
from replay.files.nodes import compose
from replay.files.textfile import TextFile

TIMELINES = sorted((Path(__file__).parents[1] / "timelines").glob("*.yaml"))
SOUND = {path.name: path.read_text(encoding="utf-8") for path in (*TIMELINES, replay.example())}
SOUND |= {f"synthetic-{seed}": synthetic.text(120, seed) for seed in (1, 2, 3)}
BASE = """format: 1
dispute: small
title: A small one
parties: {AA: {name: One}, BB: {name: Two}}
events:
  - {id: talks, date: 1995, actor: AA, act: meet, summary: They met., cite: {url: "https://example.org/a"}}
"""


def of(text):
    return TextFile.of(text.encode(), "some.yaml")


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_gives_the_timeline_and_the_places_that_its_nodes_give(name):
    file = of(SOUND[name])
    straight = sound.sound_timeline(file)
    by_nodes, faults = timeline_of(compose(file.text, file.name)[0], file.name, file.digest)
    assert not faults
    assert straight == by_nodes
    assert straight.digest == by_nodes.digest
    places = [[item.where for item, _ in one.placed if hasattr(item, "where")] for one in (straight, by_nodes)]
    assert places[0] == places[1]
    assert len({*places[0]}) == len(places[0])  # none is the place of what holds it
    assert dict(straight.marks) == by_nodes.marks
    assert len(straight.marks) == len(by_nodes.marks) > 20


@pytest.mark.parametrize("name", SOUND)
def test_no_node_is_made_of_a_sound_file(name, monkeypatch):
    monkeypatch.setattr(files, "compose", None)
    monkeypatch.setattr(sound, "compose", None)
    files.loads(SOUND[name])


def test_places_are_found_once_and_travel(monkeypatch):
    timeline = files.loads(BASE, "small.yaml")
    event = timeline.events[0]
    sent = pickle.loads(pickle.dumps(timeline))
    assert str(timeline.mark(event.where, "date")) == "small.yaml:6:23"
    monkeypatch.setattr(sound, "compose", None)
    assert str(timeline.mark(event.where, "summary")) == "small.yaml:6:60"
    monkeypatch.undo()
    assert sent.marks == timeline.marks


UNUSUAL = {
    "an anchor": ("title: A", "title: &a A"),
    "an anchor of a list": ("events:\n", "events: &a\n"),
    "an anchor of an event": ("- {id", "- &a {id"),
    "an alias": ("title: A small one", "title: &a x\nsummary: *a"),
    "a tag": ("title: A", "title: !!int A"),
    "a tag of a mapping": ("parties: {", "parties: !x {"),
    "a key twice": ("title: A small one", "title: A\ntitle: B"),
    "a key twice in an event": ("actor: AA,", "actor: AA, actor: AA,"),
    "a key that is a list": ("title: A", "[a]: b\ntitle: A"),
    "no value": ("title: A small one", "title:"),
    "no item": ("events:\n", "events:\n  -\n"),
    "no events": (BASE[BASE.index("events") :], "events: []\n"),
    "an escape that no value may hold": ("title: A small one", 'title: "A\\a"'),
    "an escaped carriage return": ("title: A small one", 'title: "A\\r"'),
    "a no-break blank at an edge": ("title: A", "title: \u00a0A"),
    "a second document": ("BB: {name: Two}}\n", "BB: {name: Two}}\n---\n"),
    "nested too deep": ("title: A", f"title: {'[' * 30}{']' * 30}\nnote: A"),
    "a list for the file": (BASE, "- a\n"),
    "nothing": (BASE, ""),
    "no YAML": ("parties: {", "parties: {{"),
    "an unknown key": ("title: A", "titel: A"),
    "an unknown key of an event": ("actor: AA,", "aktor: AA,"),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_what_is_unusual_is_left_to_the_nodes(case):
    old, new = UNUSUAL[case]
    assert old in BASE
    file = of(BASE.replace(old, new, 1))
    assert sound.sound_timeline(file) is None
    with pytest.raises(replay.TimelineError):
        files.loads(file.text)
    assert sound.sound_timeline(of(BASE)) is not None


def test_a_fault_of_content_stands_at_its_field():
    text = BASE.replace("actor: AA", "actor: CC")
    with pytest.raises(replay.TimelineError) as refused:
        files.loads(text, "small.yaml")
    assert [str(problem.where) for problem in refused.value.problems] == ["small.yaml:6:36"]
