"""Where the print templates lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRINT_FOLDER = ROOT / "templates" / "print"
