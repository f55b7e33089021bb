"""The pages that people read: the README and all of docs/."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATHS = [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if "_build" not in p.parts)]
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PATHS}
WORDS = {name: " ".join(text.split()) for name, text in PAGES.items()}
"""The same without line breaks."""
