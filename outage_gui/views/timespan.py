"""The visible part of the time axis and its pixels, shared by overview, lanes and axis so that they line up."""

from typing import NamedTuple

GUTTER = 148  # pixels for the names at the left
MARGIN = 24  # pixels at the right
CLOSEST = 0.004  # smallest visible share of the axis


class TimeSpan(NamedTuple):
    """low..high of the axis (0..1) shown over `width` pixels of a widget, gutter and margin included."""

    low: float = 0.0
    high: float = 1.0
    width: int = 800

    @property
    def room(self) -> float:
        return max(1.0, float(self.width - GUTTER - MARGIN))

    def px(self, x: float) -> float:
        """Pixel of a place on the axis; places outside the visible part lie outside the room."""
        return GUTTER + (x - self.low) / (self.high - self.low) * self.room

    def x(self, px: float) -> float:
        """Place on the axis under a pixel, held within 0..1."""
        place = self.low + (px - GUTTER) / self.room * (self.high - self.low)
        return min(1.0, max(0.0, place))

    def zoomed(self, factor: float, px: float) -> "TimeSpan":
        """Closer (factor below 1) or farther, the place under the pixel staying where it is."""
        middle = self.x(px)
        wide = min(1.0, max(CLOSEST, (self.high - self.low) * factor))
        low = middle - (middle - self.low) / (self.high - self.low) * wide
        return self.at(low, wide)

    def moved(self, share: float) -> "TimeSpan":
        """Left or right by a share of what is visible."""
        return self.at(self.low + share * (self.high - self.low), self.high - self.low)

    def following(self, x: float) -> "TimeSpan":
        """The same width, moved so that x is in sight; itself when it is."""
        if self.low <= x <= self.high:
            return self
        wide = self.high - self.low
        return self.at(x - wide * (0.2 if x > self.high else 0.8), wide)

    def at(self, low: float, wide: float) -> "TimeSpan":
        low = min(max(0.0, low), 1.0 - wide)
        return self._replace(low=low, high=low + wide)
