# SPDX-License-Identifier: Apache-2.0
"""An open desk: header, left column, the page shown, Keep in mind; where one goes and what one hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mentordesk.domain.events import (
    Alarm,
    DocumentChanged,
    Event,
    FileChanged,
    SettingChanged,
    SyncChanged,
    ThreadChanged,
)
from mentordesk.ui.circle.documents import DocumentsPage
from mentordesk.ui.circle.page import CirclePage
from mentordesk.ui.circlewords import CircleWords
from mentordesk.ui.context import Context, Page
from mentordesk.ui.frame import keep, sidebar
from mentordesk.ui.frame.header import Header
from mentordesk.ui.frame.lateask import LateAsk
from mentordesk.ui.frame.notices import Notices
from mentordesk.ui.frame.teller import Teller
from mentordesk.ui.look import look_of
from mentordesk.ui.parts import line
from mentordesk.ui.places import (
    CirclePlace,
    DocumentPlace,
    DocumentsPlace,
    Journey,
    NewThreadPlace,
    Place,
    SearchPlace,
    SettingsPlace,
    StickPlace,
    ThreadPlace,
    TodayPlace,
    circle_of,
    from_text,
    place_of,
    to_text,
)
from mentordesk.ui.search.page import SearchPage
from mentordesk.ui.services import Services
from mentordesk.ui.settings.page import SettingsPage
from mentordesk.ui.status.panel import StatusPanel
from mentordesk.ui.stick.page import StickPage
from mentordesk.ui.thread.page import ThreadPage
from mentordesk.ui.today.page import TodayPage
from mentordesk.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk

WIDE_FROM = 1200  # narrower windows show Keep in mind as a line


class Frame(QWidget):
    """Pages are made when they are first shown."""

    circles_changed = Signal(list)  # names, for the menu

    def __init__(self, services: Services, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.desk = desk
        self._services = services
        self._names = CircleWords(services.words)
        self.banner = Banner(services.theme)
        self.teller = Teller(self.banner, services.words, self)
        self._context = Context(services, desk, self.go, self.become, self.teller.tell)
        self._journey = Journey(TodayPlace())
        self._pages: dict[type, Page[Any]] = {}
        self.header = Header(services, desk.my_name)
        self.left = sidebar.LeftColumn(services)
        self.stack = QStackedWidget()
        self.keep = keep.KeepPanel(services)
        self.panel = StatusPanel(self._context, self)
        self.notices = Notices(self._context, window)
        self.late = LateAsk(self._context, self.banner, self)
        self._lay_out()
        self._connect_signals()

    def _lay_out(self) -> None:
        self.stack.setAutoFillBackground(True)
        self.stack.setBackgroundRole(QPalette.ColorRole.Base)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        banner_row = QHBoxLayout()
        banner_row.setContentsMargins(12, 0, 12, 0)
        banner_row.addWidget(self.banner)
        middle.addLayout(banner_row)
        middle.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.left)
        across.addWidget(_upright())
        across.addLayout(middle, 1)
        self._keep_line = _upright()
        across.addWidget(self._keep_line)
        across.addWidget(self.keep)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addWidget(self.header)
        pile.addWidget(line())
        pile.addLayout(across, 1)

    def _connect_signals(self) -> None:
        self.left.chosen.connect(self.go)
        self.left.turned.connect(self._fit_width)
        self.header.search.searched.connect(self._search)
        self.header.search.left.connect(self.back)
        self.header.search.down.connect(self._to_results)
        self.header.chip.clicked.connect(self.open_panel)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.panel.focus_moved)
        self._services.theme.changed.connect(self._fit_width)
        self._services.bridge.listen(self.news)
        self._services.bridge.on_trouble = self.teller.show_trouble

    # Begin and end

    def begin(self, broken_off: int = 0) -> None:
        """Show Today, in this person's colours and sizes.

        Where the session begun at `broken_off` never ended (a crash, the power), show the document that was
        open then, or what was being written; after a lock, the page that was left.
        """
        self._services.theme.set_look(look_of(self.desk.settings.get()))
        self._refresh_left()
        self.header.chip.set_status(self.desk.connection.status())
        draft = self.desk.drafts.newest(broken_off) if broken_off else None
        left = _left_at_lock(self._context)
        if draft is not None and not isinstance(left, DocumentPlace):
            self._journey.go(place_of(draft))
        elif left is not None:
            self._journey.go(left)
        self._show(self._journey.here)
        self.late.look()

    def end(self, returning: bool = False) -> None:
        """Keep what is typed; nothing is heard afterwards. `returning`: the next start goes on here."""
        self.page().leave()
        if returning:
            self.desk.settings.keep_return_place(to_text(self.place))
        self.notices.close()

    # Going

    def page(self) -> Page[Any]:
        """The page shown now."""
        widget = self.stack.currentWidget()
        assert isinstance(widget, Page)
        return widget

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._journey.here

    def go(self, place: Place) -> None:
        """Show another place."""
        self._journey.go(place)
        self._show(self._journey.here)

    def become(self, place: Place) -> None:
        """The place shown has another name now."""
        self._journey.replace(place)
        self._show(place)

    def back(self) -> None:
        """Close the panel, else go where one came from."""
        if self.panel.isVisible():
            self.panel.close_again()
        else:
            self._show(self._journey.back())

    def _show(self, place: Place) -> None:
        if self.stack.currentWidget() is not None:
            self.page().leave()
        page = self._page_for(place)
        page.show_place(place)
        self.stack.setCurrentWidget(page)
        self._show_around()
        if not (isinstance(place, SearchPlace) and self.header.search.hasFocus()):
            page.take_focus()

    def _page_for(self, place: Place) -> Page[Any]:
        kinds: dict[type, type[Page[Any]]] = {
            TodayPlace: TodayPage,
            CirclePlace: CirclePage,
            ThreadPlace: ThreadPage,
            NewThreadPlace: ThreadPage,
            DocumentsPlace: DocumentsPage,
            SearchPlace: SearchPage,
            SettingsPlace: SettingsPage,
            StickPlace: StickPage,
        }
        kind = kinds.get(type(place)) or _document_page()
        if kind not in self._pages:
            self._pages[kind] = kind(self._context)
            self.stack.addWidget(self._pages[kind])
        return self._pages[kind]

    def _show_around(self) -> None:
        """Title, mark in the left column, and Keep in mind for the place shown."""
        place = self._journey.here
        title = self.page().title()
        self.header.set_title(title)
        self.window().setWindowTitle(self.tr("{title} – MentorDesk").format(title=title))
        self.left.show_place(place)
        if not isinstance(place, SearchPlace):
            self.header.search.clear()
        self._fit_width()

    def _fit_width(self) -> None:
        """Room for Keep in mind beside the page, or only for its line."""
        scaled = self._services.theme.scaled
        wide = self.width() >= scaled(WIDE_FROM)
        place = self._journey.here
        threads = isinstance(place, ThreadPlace | NewThreadPlace)
        self.left.fit(self.width(), wide, isinstance(place, DocumentPlace))
        self.keep.setVisible(wide and threads)
        self._keep_line.setVisible(wide and threads)
        if threads:
            self.keep.set_circle(self._context.circle(circle_of(place)))
        page = self._pages.get(ThreadPage)
        if isinstance(page, ThreadPage):
            page.keep_line.set_wanted(not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_width()

    # What keys and menus do

    def go_to_circle(self, number: int) -> None:
        """Ctrl+2 is the first circle, number 0."""
        circles = self.desk.people.circles()
        if number < len(circles):
            self.go(CirclePlace(circles[number].circle))

    def new_thread(self) -> None:
        """In the circle one is in, else in the first."""
        circles = self.desk.people.circles()
        circle = circle_of(self.place) or (circles[0].circle if circles else b"")
        if circle:
            self.go(NewThreadPlace(circle))

    def new_document(self) -> None:
        """In the circle one is in, else one that nobody else can read."""
        self.go(DocumentsPlace(circle_of(self.place)))
        page = self.page()
        assert isinstance(page, DocumentsPage)
        page.begin_new()

    def go_to_search(self) -> None:
        """Put the caret into the search field."""
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def send(self) -> None:
        """Ctrl+Enter where one writes; elsewhere it is no message that is meant."""
        page = self.page()
        if isinstance(page, ThreadPage) and _holds(page, QApplication.focusWidget()):
            page.composer.ask_to_send()

    def save(self) -> None:
        """Ctrl+S: everything is kept already, and says so."""
        page = self.page()
        if isinstance(page, ThreadPage):
            page.answer_save()
        elif isinstance(self.place, DocumentPlace):
            page.answer_save()  # type: ignore[attr-defined]  # imported when it is first shown
        else:
            self.teller.tell(self._services.words.already_saved(self._services.clock.now()))

    def open_panel(self) -> None:
        """What the sync chip knows; a second click closes it again."""
        if self.panel.isVisible():
            self.panel.close_again()
        else:
            self.panel.open_below(self.header.chip)

    def next_region(self, step: int = 1) -> None:
        """F6: from the header to the left column, through the page, and round again."""
        regions = [region for region in self._regions() if region.isVisible() and region.isEnabled()]
        focused = QApplication.focusWidget()
        holds = (
            place for place, region in enumerate(regions) if region is focused or _holds(region, focused)
        )
        here = max(holds, default=-1 if step > 0 else 0)
        target = regions[(here + step) % len(regions)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _regions(self) -> list[QWidget]:
        return [self.header.search, self.left.list, *self.page().regions()]

    def _search(self, words: str) -> None:
        if words:
            self.go(SearchPlace(words))
        elif isinstance(self.place, SearchPlace):
            self.back()

    def _to_results(self) -> None:
        if isinstance(self.place, SearchPlace):
            self.page().take_focus()

    # Hearing and telling

    def news(self, events: tuple[Event, ...]) -> None:
        """Events of the last tenth of a second."""
        with self.desk.still():
            self._hear(events)

    def _hear(self, events: tuple[Event, ...]) -> None:
        quiet = True
        for event in events:
            match event:
                case SyncChanged():
                    self.header.chip.set_status(event.status)
                case SettingChanged():
                    self._services.theme.set_look(look_of(self.desk.settings.get()))
                    self._services.keep_settings(self.desk.settings.get())
                case Alarm():
                    self.teller.alarm(event.code)
                case FileChanged() | DocumentChanged():
                    pass  # pages show files and documents, nothing around them does
                case _:
                    quiet = False
        if not quiet:
            self._refresh_left()
        if any(isinstance(event, ThreadChanged | DocumentChanged) for event in events):
            self.header.chip.set_status(self.desk.connection.status())  # something more may wait
        self._tell_page(events)
        self.header.set_title(self.page().title())
        self.panel.news(events)
        self.late.news(events)
        self.notices.news(events)

    def _tell_page(self, events: tuple[Event, ...]) -> None:
        """The page's news; the focus stays in the page, also when what had it is not there any more."""
        page = self.page()
        held = _holds(page, QApplication.focusWidget())
        page.news(events)
        if held and not _holds(page, QApplication.focusWidget()):
            page.take_focus()

    def _refresh_left(self) -> None:
        circles = self.desk.people.circles()
        self.left.set_circles(circles)
        self.left.show_place(self.place)
        self.circles_changed.emit([self._names.name(circle) for circle in circles])


def _left_at_lock(context: Context) -> Place | None:
    """Where a lock came between, said once; None when nothing is to be gone on with."""
    text = context.desk.settings.return_place()
    if text:
        context.desk.settings.keep_return_place("")
    place = from_text(text)
    if isinstance(place, DocumentPlace):
        return place if context.desk.documents.summary(place.document) else None
    alone = isinstance(place, DocumentsPlace) and not place.circle
    return place if place is not None and (alone or context.circle(circle_of(place))) else None


def _document_page() -> type[Page[Any]]:
    from mentordesk.ui.document.page import (
        DocumentPage,
    )  # brings much with it; many sessions open no document

    return DocumentPage


def _upright() -> QFrame:
    made = line()
    made.setFrameShape(QFrame.Shape.VLine)
    return made


def _holds(region: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and region.isAncestorOf(widget)
