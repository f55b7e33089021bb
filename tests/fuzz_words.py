"""Odd, hostile and merely other values, for the inputs of the fuzz."""

from __future__ import annotations

from collections.abc import Mapping

from replay.codebook import Act, Level, Outcome, Status, Trend

__all__ = ["CLOSED", "DATES", "FREE", "ODD", "TEXTS"]

ODD = (
    "", " ", "~", "null", "NO", "1e999", "nan", "-1", "0", "9" * 30, "9" * 5000, "0x1f", "1_0", "1.5", "x" * 300,
    "1996-02-30", "1996-13", "1996/1995", "1996/..", "../..", "/", "199X", "0001", "9999-12-31", "[1996-01,1996-02]",
    "'[1996-01,1996-02]'", "'[..1996-01]'", "P9999Y", "P9999999D", "P0D", "-P1D", "P1Y2M3W4D", "PT1H", "P",
    "demand - P5000Y", "demand + P9999Y", "settlement - P1D", "settlement + P1D", "sanctions-list - P4D", "demand +",
    "[]", "{}", "[[]]", "[{}]", "{a: {b: c}}", "{? [a] : b}", "[a, [b]]", "{any: [demand]}", "{any: demand}", "- a",
    "&a x", "*a", "!!int 3", "!x y", "!!python/name:os.system x", "'", '"', "|", ">", "- -", "? :", ": :", "@", "`",
    "%", "\t", "\t- a", "\x85", "\u2028", "\ufeff", "\ufffe", "\x00", "\x7f", "é", "한국", "😀", "{{", "]", "a: b: c",
    "#", "# x", "---", "...", "%YAML 1.1", "<<", "US", "KR", "WORLD", "demand", "settlement", "sanctions", "wto-threat",
    "us-301", "met", "lapsed", "moved", "withdrawn", "open", "in", "out", "any", "id", "[demand, demand]",
    "{demand: counters, settlement: settles}", "{sanctions: 1996-05-01}", "{sanctions: P1D}",
    "[sanctions, sanctions]", "a\nb", "\r", "a\rb", "P99999Y", "P119988M", "-P9999Y", "0001-01-01", "9999-12",
    "0001-01-01/9999-12-31", "-0001", "10000", "1996-05-01~", "1996-XX", "19XX", "0000", "199X/..", "../1996",
    "demand + P0D", "clock:sanctions + P30D", "demand - P1996Y", "1e308", "-1e308", "1e-320", "inf", "-0", "0.0",
    "true", "false", "1e400", "\ud800", "\udfff", "\u202e", "\u200b", "\xa0", "\u2007", "[/]", "[bold]x[/bold]",
    "[/bold]", "\x1b[31m", "$x^2$", "\\input{x}", "a_b&c%d#e", "{", "}", "</svg>", "<b>", "]]>", "&amp;", "&#0;",
    "=1+1", "@x", "＝1", "|a|b|", "```", "a;b", "a,b", "'; --", "x\u0301", "한", "ﷺ" * 40, "🇰🇷", "\uffff",
    "\U0010ffff", "NA", "None", "nan.nan", "a" * 70_000,
)  # fmt: skip
TEXTS = (
    "\x07", "\x1b[2J", "\x9b31m", "\x00", "\u202eabc", "\u2066x", "\u200b", "\ufeff", "\ufffe", "\ud834", "a\nb",
    "a\r\nb", "a\u2028b", "a\x85b", "\t", "[/]", "[red]x[/red]", "[link=x]y", "x^2 & 5% of #1_a {b} ~c \\d $e$",
    "<script>alert(1)</script>", "&lt;", "]]>", "\"'", "|", "* a", "# a", "=cmd|' /C calc'!A0", "+1", "-1", "@a", "1/2",
    "MARCH1", "＝1", "ﬀ", "é", "e\u0301", "İ", "ß" * 20, "한국 자동차", "日本", "عربى", "😀", "👩‍👩‍👧", "Ω", "−5", "½",
    "a" * 2_000, "word " * 600, " lead", "trail ", "", "0", "nan", "NA", "%s", "{}", "{0}", "{x}", "%(a)s", "\\n", "\\",
    "$", "$$", "`", "~~", "__a__", "<", ">", "\u00ad", "\u0300", "\U000e0041", "\ue000",
)  # fmt: skip
DATES = ("0001-01-01", "9999-12-31", "9999", "0001", "1996-02-29", "1900-02-29", "2000-02-29", "1996-12-31", "199X",
         "1996-03~", "1996?", "1996-03-01/1996-09-30", "[1996-03-01,1996-07-01]", "1996-06-31")  # fmt: skip
PARTIES = ("US", "KR", "US-CONGRESS", "EU", "WORLD", "NA")
CLOSED: Mapping[str, tuple[str, ...]] = {
    "act": tuple(act.value for act in Act), "actor": PARTIES, "recipient": PARTIES, "party": PARTIES,
    "record": tuple(outcome.value for outcome in Outcome), "level": tuple(level.value for level in Level),
    "trend": tuple(trend.value for trend in Trend), "status": tuple(status.value for status in Status),
    "order": ("0", "1", "-1", "99999999999999999999"), "last_day": ("in", "out"), "amount": ("0", "1", "1e15", "1e-9"),
    "given_theory": ("0.01", "0.99", "1", "0.5"), "benefit": ("none", "low", "high", "very-high"),
}  # fmt: skip
"""Keys with a closed vocabulary."""
FREE = ("title", "summary", "label", "note", "name", "section", "author", "question", "says", "unit", "because", "page")
