"""Icons: SVG outlines tinted in one colour, drawn once per size and screen scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtSvg import QSvgRenderer

from outage_gui.views.paint import canvas, painting
from outage_gui.workbench.shipped import resource

UNKNOWN = "box"
ICON_OF_KIND = {
    "airline": "plane",
    "api": "plug",
    "app": "layers",
    "auth": "key-round",
    "automation": "workflow",
    "bank": "landmark",
    "cache": "zap",
    "cdn": "globe",
    "chat": "message-square",
    "compute": "cpu",
    "config": "pencil",
    "console": "monitor",
    "contact": "phone",
    "container": "container",
    "containers": "container",
    "control": "workflow",
    "customer": "users",
    "customers": "users",
    "database": "database",
    "device": "house",
    "disk": "hard-drive",
    "dns": "compass",
    "education": "presentation",
    "email": "message-square",
    "finance": "landmark",
    "food": "store",
    "function": "zap",
    "functions": "zap",
    "game": "gamepad-2",
    "games": "gamepad-2",
    "health": "activity",
    "home": "house",
    "host": "server",
    "human": "user",
    "identity": "key-round",
    "lease": "timer",
    "limit": "shield",
    "load-balancer": "scale",
    "lock": "lock",
    "media": "tv",
    "monitoring": "activity",
    "network": "network",
    "payment": "credit-card",
    "payments": "credit-card",
    "people": "users",
    "phone": "phone",
    "power": "zap",
    "proxy": "route",
    "public": "landmark",
    "queue": "list-ordered",
    "release": "git-branch",
    "retail": "shopping-cart",
    "router": "route",
    "search": "search",
    "security": "shield",
    "server": "server",
    "shop": "shopping-cart",
    "storage": "hard-drive",
    "store": "shopping-cart",
    "stream": "radio",
    "streaming": "tv",
    "support": "life-buoy",
    "tool": "command",
    "travel": "plane",
    "tv": "tv",
    "video": "tv",
    "warehouse": "warehouse",
    "web": "globe",
    "website": "globe",
    "worker": "refresh-cw",
    "workflow": "workflow",
}


@lru_cache(maxsize=512)
def kind_icon(kind: str) -> str:
    """The icon's name for a service's kind: one of ours, else an icon of that very name, else a plain box."""
    name = ICON_OF_KIND.get(kind.lower(), kind.lower())
    return name if name.replace("-", "").isalnum() and resource(f"icons/{name}.svg").is_file() else UNKNOWN


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int, dpr: float = 1.0) -> QPixmap:
    """A square picture of `size` units. colour: "#rrggbb". Raises FileNotFoundError for a name that is not shipped."""
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    made = canvas(QSize(size, size), dpr)
    with painting(made) as painter:
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    return made
