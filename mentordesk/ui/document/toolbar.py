# SPDX-License-Identifier: Apache-2.0
"""The tools of the editor: what letters and paragraphs look like, links, undo; each with its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from mentordesk.domain.texts import HEADINGS, BlockKind
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.document.links import LinkDesk
from mentordesk.ui.parts import line
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import ICON

_Standard = QKeySequence.StandardKey
_TEXT = (BlockKind.BODY, *HEADINGS)


class Tools(QObject):
    """Every action of the editor once; they work wherever the focus is in `page`."""

    def __init__(self, editor: Editor, links: LinkDesk, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._editor, self._theme, self._page = editor, theme, page
        self.bold = self._look("bold", self.tr("Bold"), "Ctrl+B")
        self.italic = self._look("italic", self.tr("Italic"), "Ctrl+I")
        self.kinds = {
            BlockKind.BODY: self._kind(BlockKind.BODY, "", self.tr("Text"), "Ctrl+Alt+0"),
            BlockKind.HEADING1: self._kind(BlockKind.HEADING1, "", self.tr("Heading 1"), "Ctrl+Alt+1"),
            BlockKind.HEADING2: self._kind(BlockKind.HEADING2, "", self.tr("Heading 2"), "Ctrl+Alt+2"),
            BlockKind.HEADING3: self._kind(BlockKind.HEADING3, "", self.tr("Heading 3"), "Ctrl+Alt+3"),
            BlockKind.BULLET: self._kind(BlockKind.BULLET, "list", self.tr("List"), "Ctrl+Shift+8"),
            BlockKind.NUMBER: self._kind(
                BlockKind.NUMBER, "numbers", self.tr("Numbered list"), "Ctrl+Shift+7"
            ),
            BlockKind.QUOTE: self._kind(BlockKind.QUOTE, "quote", self.tr("Quote"), "Ctrl+Shift+9"),
        }
        self.outdent = self._make(self.tr("Move out"), "outdent", lambda: editor.indent(-1), "Ctrl+[")
        self.indent = self._make(self.tr("Move in"), "indent", lambda: editor.indent(1), "Ctrl+]")
        self.link = self._make(self.tr("Link"), "link", links.edit, "Ctrl+Shift+K")
        self.undo = self._make(self.tr("Undo"), "undo", editor.undo_own)
        self.redo = self._make(self.tr("Redo"), "redo", editor.redo_own)
        self.undo.setShortcuts(QKeySequence.keyBindings(_Standard.Undo)[:1])
        self.redo.setShortcuts(QKeySequence.keyBindings(_Standard.Redo)[:1])
        for action in (self.undo, self.redo):  # in the text the editor hears these itself
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        editor.look_changed.connect(self.follow)

    def actions(self) -> list[QAction]:
        """All, in the order of the bar."""
        return [*self._formats(), self.undo, self.redo]

    def follow(self) -> None:
        """Show what stands at the caret, and what can be done."""
        editor = self._editor
        can, text = editor.can_format(), editor.text_document
        for action in self._formats():
            action.setEnabled(can)
        writes = text is not None and not editor.isReadOnly()
        self.undo.setEnabled(writes and text is not None and text.can_undo)
        self.redo.setEnabled(writes and text is not None and text.can_redo)
        if text is None:
            return
        look, kind = editor.look(), editor.edits.block_at(editor.selection()[0]).kind
        self.bold.setChecked(look.bold)
        self.italic.setChecked(look.italic)
        for one, action in self.kinds.items():
            action.setChecked(one is kind)

    def _formats(self) -> list[QAction]:
        return [*self.kinds.values(), self.bold, self.italic, self.outdent, self.indent, self.link]

    def _look(self, name: str, words: str, keys: str) -> QAction:
        return self._make(words, name, lambda: self._editor.toggle(name), keys, checkable=True)

    def _kind(self, kind: BlockKind, icon: str, words: str, keys: str) -> QAction:
        action = self._make(words, icon, lambda: self._set_kind(kind), keys, checkable=True)
        action.setData(kind.value)
        return action

    def _set_kind(self, kind: BlockKind) -> None:
        self._editor.set_kind(kind)
        self.follow()

    def _make(
        self, words: str, icon: str, do: Callable[[], object], keys: str = "", checkable: bool = False
    ) -> QAction:
        action = QAction(words, self._page)
        if icon:
            action.setIcon(self._theme.icons.icon(icon, "text"))
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(checkable)
        action.triggered.connect(lambda: do())
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words} ({shown})" if shown else words)
        self._page.addAction(action)
        return action


class Toolbar(QWidget):
    """One row of buttons."""

    def __init__(self, tools: Tools, theme: Theme) -> None:
        super().__init__()
        self._tools, self._theme = tools, theme
        self.setAccessibleName(self.tr("Tools"))
        self.kind = self._kind_button()
        self._tools_shown: list[QWidget] = [self.kind]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        groups = (
            (tools.bold, tools.italic),
            (tools.kinds[BlockKind.BULLET], tools.kinds[BlockKind.NUMBER], tools.kinds[BlockKind.QUOTE]),
            (tools.outdent, tools.indent),
            (tools.link,),
            (tools.undo, tools.redo),
        )
        for group in groups:
            self._tools_shown += [_divider(), *(self._button(action) for action in group)]
        for tool in self._tools_shown:
            row.addWidget(tool)
        row.addStretch(1)
        self.setFocusProxy(self.kind)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_tools(self, shown: bool) -> None:
        """The buttons are only where one may write."""
        for one in self._tools_shown:
            one.setVisible(shown)

    def _button(self, action: QAction) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "flat")
        made.setDefaultAction(action)
        made.setAccessibleName(action.text())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _kind_button(self) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "flat")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(made)
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for kind in _TEXT:
            menu.addAction(self._tools.kinds[kind])
        made.setMenu(menu)
        for kind in BlockKind:
            self._tools.kinds[kind].toggled.connect(self._name_kind)
        return made

    def _name_kind(self) -> None:
        """The kind of the paragraph with the caret stands on the button."""
        here = next((kind for kind in BlockKind if self._tools.kinds[kind].isChecked()), BlockKind.BODY)
        words = self._tools.kinds[here].text()
        self.kind.setText(words)
        self.kind.setAccessibleName(self.tr("Kind of paragraph: {kind}").format(kind=words))
        self.kind.setEnabled(self._tools.kinds[BlockKind.BODY].isEnabled())

    def _restyle(self) -> None:
        size = self._theme.scaled(ICON)
        for one in self.findChildren(QToolButton):
            one.setIconSize(QSize(size, size))
        metrics = self.kind.fontMetrics()
        widest = max(metrics.horizontalAdvance(action.text()) for action in self._tools.kinds.values())
        self.kind.setMinimumWidth(widest + 28)
        self._name_kind()


def _divider() -> QFrame:
    made = line()
    made.setFrameShape(QFrame.Shape.VLine)
    made.setFixedHeight(20)
    return made
