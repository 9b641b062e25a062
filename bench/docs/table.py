"""The figures of one run beside what is asked of them."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass
class Figures:
    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def add(self, measure: str, figure: str, asked: str, is_met: bool) -> None:
        """Told at once, for a run takes minutes, and again in the table at its end."""
        self.rows.append((measure, figure, asked, is_met))
        print(f"{measure}: {figure} (asked: {asked}){'' if is_met else ' NOT MET'}", flush=True)

    def at_least(self, measure: str, found: int, of: int, asked: int) -> None:
        self.add(measure, f"{found:,} of {of:,}", f"{asked:,}", found >= asked)

    def at_most(self, measure: str, found: float, asked: float, unit: str) -> None:
        self.add(measure, f"{found:,.2f}{unit}", f"≤ {asked:g}{unit}", found <= asked)

    def show(self) -> None:
        table = Table("measure", "figure", "asked", "", title="Documentation")
        for measure, figure, asked, is_met in self.rows:
            table.add_row(measure, figure, asked, "[green]met[/]" if is_met else "[red]NOT MET[/]")
        Console(width=150).print(table)

    @property
    def are_met(self) -> bool:
        return all(is_met for *_, is_met in self.rows)
