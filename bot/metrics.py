"""Figures for operators, in Prometheus form. No label ever holds a person or a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """One set of figures for one process."""

    def __init__(self) -> None:
        self.registry = here = CollectorRegistry()
        self.turns = Counter(
            "troly_turns",
            "Events that were answered",
            ["channel", "kind", "understanding"],
            registry=here,
        )
        self.turn_seconds = Histogram(
            "troly_turn_seconds", "From lease to commit", buckets=_SECONDS, registry=here
        )
        self.waited_seconds = Histogram(
            "troly_waited_seconds", "From arrival to commit", buckets=_SECONDS, registry=here
        )
        self.faults = Counter("troly_faults", "Turns that raised", ["channel"], registry=here)
        self.deliveries = Counter(
            "troly_deliveries",
            "Replies, by what came of them",
            ["channel", "outcome"],
            registry=here,
        )
        self.kept = Gauge("troly_kept", "Rows that wait or are parked", ["what"], registry=here)
        self.cases = Gauge(
            "troly_cases", "Open cases, by where they stand", ["state"], registry=here
        )
        self.opened = Counter(
            "troly_cases_opened", "Cases that turns opened", ["reason"], registry=here
        )
        self.generation = Gauge("troly_generation", "The publish in force", registry=here)

    def turned(
        self, labels: tuple[str, str, str], seconds: float, waited: float, opened: Iterable[str]
    ) -> None:
        """One event was answered: (channel, kind, understanding), and why cases were opened."""
        self.turns.labels(*labels).inc()
        self.turn_seconds.observe(seconds)
        self.waited_seconds.observe(waited)
        for reason in opened:
            self.opened.labels(reason).inc()

    def show(self, sizes: Mapping[str, int], cases: Mapping[str, int]) -> None:
        """Take over what `Store.sizes` and `Store.case_states` counted."""
        for what, count in sizes.items():
            self.kept.labels(what).set(count)
        for state, count in cases.items():
            self.cases.labels(state).set(count)

    def text(self) -> bytes:
        """What `/metrics` answers."""
        return generate_latest(self.registry)
