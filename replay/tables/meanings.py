"""What each column of a table means: the one place that workbooks and the documentation read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from replay.text.table import Column, Table

__all__ = ["MEANS", "means", "page"]

_DATE = "Date as the file codes it, in words or as a full day; an imprecise date stays imprecise."
_PLACE = "Day on which the replay puts it, as YYYY-MM-DD. Of an imprecise date it is a computed middle, not a date."
_PARTY = "Short name of the party, as under `parties`; a joint act names all, with + between them."
_WORTH = "Amount at stake in the unit beside it. Of a sanction: the goods covered in a year, not the duty paid on them."
_UNIT = "Currency or other unit of the worth, as coded."
_SOURCE = "Author, year and place in the source, as coded under `cite`."
_DISPUTE = "Short name of the dispute, the key `dispute` of its file."
_CODED = "Text of the key `date` in the file, as it stands there."
_SCORE = "Mean over the decisions; 0 is a perfect forecast, lower is better."
_SKILL = "One less the ratio of its score to that of the baseline: 1 is perfect, 0 no better, below 0 worse."

MEANS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "events": {
            "number": "Running number of the act in the order of the replay, from 1.",
            "date": _DATE,
            "coded_date": _CODED,
            "day": _PLACE,
            "id": "Name of the act in the file, its key `id`; of an act by rule, the name of the rule.",
            "actor": f"Who acts. {_PARTY}",
            "recipient": "Party to which the act is directed; empty where it is directed to nobody.",
            "act": "Kind of act, a word of the codebook (`replay codebook`).",
            "rung": "Rung of the escalation ladder on which the codebook puts the kind of act: the higher, the more "
                    "hostile.",
            "strategy": "Claiming, creating or mixed; empty where nothing speaks for any of them.",
            "strategy_from": "What the strategy was read from: stated in the file, the coded tactics, or the rung.",
            "tactics": "Coded tactics, words of the codebook, with ; between them.",
            "label": "Short name of the act, for figures.",
            "summary": "What happened, in one sentence of the coder.",
            "worth": _WORTH,
            "unit": _UNIT,
            "rate": "Rate of duty that the act sets or threatens, in percent of the value of the goods.",
            "status": "How firmly the source reports it: done, announced, reported or inferred.",
            "kind": "Whether the act is of the record (event) or comes by a rule of the file.",
            "answers": "Earlier acts that it answers, each after the kind of answer, with ; between them.",
            "source": _SOURCE,
        },
        "clocks": {
            "clock": "Name of the clock in the file.",
            "kind": "Deadline, effect, limit, waiting or term: what runs, and whom it binds.",
            "label": "What people call the clock.",
            "who": "Party that set the clock.",
            "to_whom": "Party to which the clock is set; empty where the file names none.",
            "said": "Summary of the act or rule that set the clock.",
            "what": "What the file says will follow by rule when the clock runs out, act first.",
            "worth": _WORTH,
            "unit": _UNIT,
            "set": "Date on which the clock was set, as coded.",
            "set_by": "Name of the act or rule that set the clock.",
            "due": "Date on which the clock last stood; as coded, not computed where the file gives a span only.",
            "history": "Every due date in order, with moves, stops and restarts.",
            "split_off": "Clock from which this one was split off.",
            "ended": "Date on which the clock ended; empty where it is still open.",
            "ended_by": "Name of the act that ended the clock; empty where it ran out by itself.",
            "outcome": "How the clock ended in the replay, as a word of the codebook.",
            "how": "How the clock ended in the replay, in words for its kind.",
            "on_word": "Yes where the source says that it was met and no coded act did it.",
            "record": "How the clock ended according to the source; where parties disagree, how each of them sees it.",
            "days": "Days from setting to end; computed with the middle of imprecise dates.",
        },
        "ledger": {
            "dispute": _DISPUTE,
            "measure": "Name of the act, or of the rule, that is threatened or promised; each measure is one row.",
            "who": "Party that threatens or promises.",
            "whom": "Party that is threatened, or to which the promise is made.",
            "form": "Threat or promise.",
            "act": "Kind of act that is threatened or promised, a word of the codebook.",
            "measure_words": "What was threatened or promised, in words that do not say that it was done: the act, and "
                             "the label of its clock or of the act that announces it.",
            "what": "Sentence of the coder: on the measure as if it had been done, where a rule says what would be "
                    "done (see `if_done`), else on the act that announces it.",
            "if_done": "Sentence of the coder on the measure as if it had been done, whatever became of it; empty "
                       "where only the announcement is coded.",
            "worth": f"{_WORTH} Of a measure that was done: the worth of what was done.",
            "unit": _UNIT,
            "announced": "Date of the first act that announces the measure, as coded.",
            "coded_date": _CODED,
            "announced_by": "Names of the acts that announce the measure, with ; between them.",
            "due": "Date on which the measure was to come; empty where no clock is set.",
            "fate": "What became of it, a word of the codebook: carried out, met, settled, withdrawn, bluff, open and "
                    "others.",
            "fate_words": "The same in words, apart for threats and promises, which say whether it was done.",
            "ended": "Date on which that was decided, as coded.",
            "ended_by": "Names of the acts that decided it, with ; between them.",
            "days": "Days from the announcement to the end; computed with the middle of imprecise dates.",
            "not_tied": "Later acts of the threatened kind that no rule ties to it; they do not count as carrying it "
                        "out.",
            "status": "How firmly the source reports the threat or promise: done, announced, reported or inferred.",
            "notes": "What a reader of the row must know, such as days counted from an imprecise date.",
        },
        "links": {
            "source": "Name of the earlier act or clock.",
            "source_date": "Date of the earlier act; of a clock its end, or else its due date.",
            "source_party": "Party behind the earlier act or clock.",
            "type": "What the later one does to the earlier: counters, escalates, responds, deescalates, settles, or "
                    "what it does to a clock.",
            "target": "Name of the later act or clock.",
            "target_date": "Date of the later act; of a clock its end, or else its due date.",
            "target_party": "Party behind the later act or clock.",
            "rise": "Rung of the later act less rung of the earlier; 0 where one of them is a clock.",
            "days": "Days between the two; computed with the middle of imprecise dates.",
        },
        "readings": {
            "party": "Side whose domain is read.",
            "date": _DATE,
            "day": _PLACE,
            "first": "First day on which the date may lie, included.",
            "last": "Last day on which the date may lie, included.",
            "id": "Name of the reading in the file.",
            "level": "Level that the source states: gain, status quo, modest, moderate or strong loss; empty where it "
                     "tells a direction only.",
            "level_from": "Given: by this reading. Carried: from the reading before. Supposed: none yet, taken as the "
                          "status quo.",
            "trend": "Whether the source says that the sense of loss is rising, steady or falling.",
            "computed": "Position that the rules of the model compute for that day, in levels: 0 status quo, above 0 "
                        "gain, −1 modest, −2 moderate, −3 strong loss.",
            "summary": "What the source says, in one sentence of the coder.",
            "evidence": "Names of the acts on which the reading rests, with ; between them.",
            "predicts": "Names of the acts that the source explains by the reading, with ; between them.",
            "source": _SOURCE,
        },
        "scores": {
            "question": "What was decided: how to bargain, or whether to settle; a theory that reads stakes is scored "
                        "on decisions with coded stakes only.",
            "theory": "Theory whose forecasts are scored; uniform and frequencies are the baselines.",
            "n": "Number of decisions scored.",
            "rps": f"Distance of the forecast from what was done, in the order claiming, mixed, creating. {_SCORE}",
            "brier": f"Sum of squared distances of the three chances from what was done. {_SCORE}",
            "log": f"Minus the natural logarithm of the chance given to what was done. {_SCORE}",
            "hits": "Decisions in which the likeliest strategy was the one chosen; empty for equal chances.",
            "skill_uniform": f"{_SKILL} Baseline here: a third for each strategy.",
            "skill_frequencies": f"{_SKILL} Baseline here: how often each was chosen before.",
            "difference": "Mean ranked probability score less that of the reference; below 0 is better.",
            "low": "Lower end of the interval of 95 % for the difference, over clusters; none below six clusters.",
            "high": "Upper end of the interval of 95 % for the difference, over clusters; none below six clusters.",
            "p": "Chance of a difference at least as large if the signs of clusters (dispute and side) were random.",
            "least_p": "Smallest p that so few clusters can give.",
        },
        "claims": {
            "claim": "Name of the claim in the file.",
            "dispute": _DISPUTE,
            "theory": "Theory that the source argues from.",
            "says": "The claim, in the words of the coder.",
            "computed": "What came out of the replay.",
            "placebo_share": "Share of placebos on which the trial holds as well, 0 to 1: how often it would have held "
                             "anyway.",
            "built_in": "Why the trial holds by construction; empty where it could fail.",
            "wanted": "What must come out for the trial to hold.",
            "agrees": "Yes, no, or not tried, for this trial.",
            "source": _SOURCE,
        },
        "comparison": {
            "measure": "What is measured in each dispute.",
            "definition": "Rule by which it is counted, with its unit.",
            "": "Value for the dispute in the heading, computed from its replay unless the definition says otherwise.",
        },
        "distances": {
            "first": "One dispute of the pair.",
            "second": "The other dispute of the pair.",
            "sender": "Distance between the senders' strategies in their order: 0 the same, 1 the largest possible.",
            "target": "Distance between the targets' strategies in their order: 0 the same, 1 the largest possible.",
            "both": "Distance between the strategies of both sides in order: 0 the same, 1 the largest possible.",
            "rungs": "Distance between the rungs of both sides in their order: 0 the same, 1 the largest possible.",
        },
        "ledger-shares": {
            "party": "Party that threatens or promises.",
            "form": "Threat or promise.",
            "fate": "What became of them, a word of the codebook.",
            "count": "Number of the party's threats, or promises, of this fate.",
            "of": "Number of all its threats, or promises.",
            "share": "Count divided by all, 0 to 1.",
        },
    }
)  # fmt: skip
"""Definitions by table and column; the empty name stands for all other columns of a table."""


def means(table: Table, column: Column) -> str:
    """Return what a column means: its unit, what it counts, its rule; "" for a table that is not among those above.

    >>> from replay.text.table import Table
    >>> means(Table("links", "T", (), ()), Column("rise", "Rungs up"))
    'Rung of the later act less rung of the earlier; 0 where one of them is a clock.'
    """
    known = MEANS.get(table.name, {})
    return known.get(column.name) or known.get("", "")


def page(tables: Sequence[Table]) -> str:
    """Return the page of the documentation that tells what the columns of tables mean, as Markdown."""
    parts = [
        "# Columns of the tables\n\nIn every format the columns mean the same. CSV has the names in the first column "
        "below;\nExcel, LaTeX, Word and Markdown have the headings. Tables for print leave some columns out, and put "
        "some pairs into one.\nThe sheet “Read me” of each workbook says the same. An empty cell means that nothing is "
        "coded or can be computed; it is no 0.\n"
    ]
    for table in tables:
        rows = "\n".join(f"| `{one.name}` | {one.words} | {means(table, one)} |" for one in table.columns)
        parts.append(f"## `{table.name}`\n\n| Name | Heading | Meaning |\n| :-- | :-- | :-- |\n{rows}\n")
    return "\n".join(parts)
