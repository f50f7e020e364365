"""A theme as Qt's palette and one style sheet. The palette is set beside the colour scheme: alone that changes nothing
offscreen and under a bare X display."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QApplication

from outage_gui.views.fonts import font
from outage_gui.workbench.theme import DARK, LIGHT, NUMBER_FAMILY, SIZES, TEXT_FAMILY, Theme

SHEET = """
* {{ font-family: "{text_family}"; font-size: {body}px; }}
QMainWindow, QDialog {{ background: {window}; }}
QDialog#sheet {{ background: {panel}; border: 1px solid {quiet}; }}
QWidget#bar, QWidget#panel, QScrollArea#panel {{ background: {panel}; }}
QWidget#bar {{ border: 0 solid {line}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel#title {{ font-size: {title}px; font-weight: 600; }}
QLabel#muted, QLabel#fine {{ color: {muted}; }}
QLabel#fine {{ font-size: {fine}px; }}
QLabel#section {{ color: {muted}; font-size: {fine}px; font-weight: 600; letter-spacing: 0.6px; }}
QLabel#saying {{ font-size: {label}px; font-weight: 600; }}
QLabel#clock {{ font-family: "{number_family}"; font-size: {clock}px; font-weight: 700; }}
QLabel#numbers {{ font-family: "{number_family}"; color: {muted}; }}
QLabel#notice {{ color: {degraded_text}; }}
QWidget#noticebar {{ background: {degraded_ground}; }}
QWidget#whatifbar {{ background: {panel}; }}
QLabel#whatif {{ color: {what_if}; font-weight: 600; }}
QSplitter::handle {{ background: {line}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 6px; }}
QToolButton, QPushButton, QComboBox, QLineEdit {{
  color: {text}; background: {raised}; border: 1px solid {line}; border-radius: 6px;
  padding: 5px 10px; min-height: 18px; }}
QToolButton:hover, QPushButton:hover, QComboBox:hover {{ border-color: {quiet}; }}
QToolButton:focus, QPushButton:focus, QComboBox:focus, QLineEdit:focus {{
  border: 2px solid {accent}; padding: 4px 9px; }}
QToolButton:disabled, QPushButton:disabled {{ color: {quiet}; }}
QToolButton:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QWidget#page, QScrollArea#page {{ background: {canvas}; }}
QLabel#bigclock {{ font-family: "{number_family}"; font-size: 44px; font-weight: 700; }}
QLabel#scene {{ font-size: 38px; font-weight: 700; }}
QLabel#caption {{ font-size: 28px; }}
QLabel#far {{ font-size: 24px; color: {muted}; }}
QLabel#ask {{ font-size: 30px; font-weight: 600; color: {accent}; }}
QLabel#notes {{ font-size: 24px; color: {muted}; }}
QLabel#verdict {{ font-size: 28px; font-weight: 600; }}
QLabel#aim {{ font-size: 20px; }}
QPushButton#large {{ font-size: 18px; font-weight: 600; padding: 9px 12px; }}
QPushButton#large:focus {{ padding: 8px 11px; }}
QLabel#what {{ color: {what_if}; font-weight: 600; }}
QPushButton#what {{ padding: 3px 10px; min-height: 16px; font-size: {small}px; }}
QPushButton#what:focus {{ padding: 2px 9px; }}
QPushButton#what:checked {{ color: {what_if}; border-color: {what_if}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QToolButton#tab {{ background: transparent; border-color: transparent; color: {muted}; font-weight: 600;
  padding: 5px 12px; }}
QToolButton#tab:checked {{ background: {window}; color: {text}; border-color: {line}; }}
QToolButton#tab:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QToolButton#quiet, QPushButton#quiet {{ background: transparent; border-color: transparent; }}
QToolButton#quiet:hover {{ background: {raised}; }}
QToolButton#quiet:focus {{ border: 2px solid {accent}; }}
QToolButton#play {{ background: {accent}; border: 0; border-radius: 17px; min-width: 34px; max-width: 34px;
  min-height: 34px; max-height: 34px; padding: 0; }}
QToolButton#play:focus {{ border: 3px solid {text}; }}
QToolButton::menu-indicator {{ image: none; }}
QComboBox::drop-down {{ border: 0; width: 18px; }}
QComboBox QAbstractItemView, QMenu, QListWidget {{ background: {raised}; color: {text}; border: 1px solid {line};
  selection-background-color: {accent}; selection-color: {on_accent}; outline: 0; }}
QMenu::item {{ padding: 6px 24px 6px 14px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {quiet}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 0; }}
QListWidget::item {{ padding: 6px 10px; }}
QListWidget#far, QLineEdit#far {{ font-size: 18px; }}
QPlainTextEdit {{ color: {text}; background: {raised}; border: 1px solid {line}; border-radius: 6px; padding: 2px 4px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 1px 3px; }}
QPlainTextEdit#code, QPlainTextEdit#code:focus {{ background: {canvas}; border: 0; border-radius: 0; padding: 0;
  font-family: "{number_family}"; }}
QPlainTextEdit#language {{ font-family: "{number_family}"; }}
QListWidget#words {{ font-family: "{number_family}"; font-size: {small}px; }}
QListWidget#words::item {{ padding: 2px 8px; }}
QPushButton#entry, QPushButton#hint {{ text-align: left; background: transparent; border-color: transparent;
  padding: 3px 6px; }}
QPushButton#hint {{ color: {muted}; font-style: italic; }}
QPushButton#entry:hover, QPushButton#hint:hover {{ background: {raised}; border-color: {line}; }}
QPushButton#crumb {{ background: transparent; border: 0; color: {muted}; padding: 0 6px 0 0; font-size: {fine}px; }}
QPushButton#crumb:hover {{ color: {accent}; }}
QPushButton#remedy {{ padding: 1px 8px; font-size: {small}px; }}
QLabel#wrong {{ color: {down_text}; font-size: {fine}px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: 0;
  width: 0; height: 0; }}
"""


def wear(application: QApplication, theme: Theme) -> None:
    """The whole application in this theme."""
    application.setStyle("Fusion")
    application.setFont(font(SIZES["body"]))
    dark = theme is DARK
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    application.setPalette(palette(theme))
    colours = {key: value for key, value in theme._asdict().items() if isinstance(value, str) and value.startswith("#")}
    hues = {"degraded_text": theme.degraded.text, "degraded_ground": theme.degraded.ground}
    hues["down_text"] = theme.down.text
    families = {"text_family": TEXT_FAMILY, "number_family": NUMBER_FAMILY}
    application.setStyleSheet(SHEET.format(**colours, **hues, **families, **SIZES))


def palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for part, colour in (
        (role.Window, theme.window),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.panel),
        (role.Button, theme.raised),
        (role.ToolTipBase, theme.raised),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Mid, theme.line),
    ):
        made.setColor(part, QColor(colour))
    return made


def chosen(name: str) -> Theme:
    """`dark`, `light`, or what the desktop prefers (dark where it does not say)."""
    if name in {"dark", "light"}:
        return DARK if name == "dark" else LIGHT
    return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK


def other_display(than: QScreen | None) -> QScreen | None:
    """Another display than the one the room looks at; None where there is only one."""
    return next((screen for screen in QGuiApplication.screens() if screen is not than), None)
