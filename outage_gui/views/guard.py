"""The one guard round every method that Qt calls: what goes wrong in there is logged, and Qt gets a proper answer.

An exception that leaves such a method reaches C++ that knows nothing of it; several of them end the process.
"""

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar, overload

P = ParamSpec("P")
T = TypeVar("T")

LOG = logging.getLogger("outage_gui.views")


@overload
def guarded(method: Callable[P, None]) -> Callable[P, None]: ...
@overload
def guarded(*, default: Callable[[], T]) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
def guarded(
    method: Callable[P, None] | None = None, *, default: Callable[[], T] | None = None
) -> Callable[P, None] | Callable[[Callable[P, T]], Callable[P, T]]:
    """`@guarded` on methods that give nothing; `@guarded(default=QSize)`: makes what Qt gets instead."""
    if method is not None:
        return _guarded(method, _nothing)
    assert default is not None
    return functools.partial(_guarded, default=default)


def _nothing() -> None:
    return None


def _guarded(method: Callable[P, T], default: Callable[[], T]) -> Callable[P, T]:
    @functools.wraps(method)
    def call(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return method(*arguments, **options)
        except Exception:
            LOG.exception("%s failed; the picture stays as it was", method.__qualname__)
            return default()

    return call
