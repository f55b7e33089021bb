"""A made-up dispute of 60 happenings under a codebook that is not ours, and the map that reads it."""

# ruff: noqa: E501
import datetime

MAP = """\
map: 1
dates: d/m/y
file: {dispute: steel, title: A dispute about steel, sides: [NOR, SUD]}
source: {author: "Nobody, N.", year: "2004", title: Chronicle of the steel dispute}
parties:
  N: {id: NOR, name: Northland}
  S: {id: SUD, name: Southland}
  Parl(N): {id: NOR-PARL, name: Parliament of Northland, of: NOR}
columns:
  id: No
  date: Date
  actor: Who
  recipient: Whom
  act: {column: Type, values: {01: demand, 04: meet, 07: threaten-sanctions, "08*": list-sanctions, 11: press, 12: extend-deadline, 13: settle}}
  strategy: {column: Style, values: {hard: claiming, soft: creating}}
  summary: What
  worth: {column: Value (m), times: 1e6}
  unit: {is: EUR}
  clocks:
    due: Due
    label: Due kind
    kind: {column: Due kind, values: {answer: deadline, duties: effect}}
    record: {column: Due ended, values: {no answer: lapsed, answered: met, agreed: settled}}
  links:
    column: Refers to
    relation: {column: How, values: {answers: responds, pays back: counters, delivers: meets, puts off: moves, closes: settles-clock}}
    how: New date
keep: Desk
"""


def table(sign=";"):
    """The table as CSV: ten rounds of six happenings, each two to three months long."""
    day = datetime.date(2001, 1, 10)
    rows = [["No", "Date", "Who", "Whom", "Type", "Style", "What", "Value (m)", "Due", "Due kind", "Due ended",
             "Refers to", "How", "New date", "Desk"]]  # fmt: skip

    def on(days):
        found = day + datetime.timedelta(days)
        return f"{found.day}/{found.month}/{found.year}"

    for n in range(10):
        a, met = f"{n + 1:02}", n % 2 == 0
        rows.append([f"{a}.1", on(0), "N", "S", "01", "hard", "Asked for quotas.", "", on(30), "answer",
                     "answered" if met else "no answer", "", "", "", "EF"])  # fmt: skip
        if met:
            rows.append([f"{a}.2", on(20), "S", "N", "04", "soft", "Met and gave an answer.", "", "", "", "",
                         f"{a}.1", "delivers", "", "EF"])  # fmt: skip
        else:
            rows.append([f"{a}.2", on(40)[on(40).index("/") :].replace("/", "0/", 1), "Parl(N)", "N", "11", "?",
                         "Parliament asked for duties.", "", "", "", "", f"{a}.1", "answers", "", "GH"])  # fmt: skip
        rows.append([f"{a}.3", on(75), "N", "S", "081", "hard", "Published a list for duties.", f"{100 + n}",
                     on(135), "duties", "agreed", "", "", "", ""])  # fmt: skip
        rows.append([f"{a}.4", on(80), "S", "N", "07", "hard", "Said that duties would be paid back.", "NA", "", "",
                     "", f"{a}.3", "pays back", "", ""])  # fmt: skip
        rows.append([f"{a}.5", on(130), "N", "S", "12", "", "Two weeks more.", "", "", "", "", f"{a}.3", "puts off",
                     on(149), ""])  # fmt: skip
        rows.append([f"{a}.6", on(140), "S", "N", "13", "soft", "An agreement on quotas.", "", "", "", "", f"{a}.3",
                     "closes", "", ""])  # fmt: skip
        day += datetime.timedelta(150)
    return "".join(sign.join(row) + "\r\n" for row in rows)
