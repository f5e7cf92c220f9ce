"""A box in the hall: its clock, which a test may set to anything, and the seconds that go by whatever it says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.machine import Machine


@dataclass
class Box:
    wall: datetime
    seconds: float = 1000
    has_network: bool = False

    @property
    def machine(self) -> Machine:
        return Machine(lambda: self.wall, lambda: self.seconds, lambda: self.has_network)

    def run(self, passed: timedelta) -> None:
        self.wall += passed
        self.seconds += passed.total_seconds()

    def leap(self, by: timedelta) -> None:
        """Somebody sets the clock, or it loses its battery."""
        self.wall += by
