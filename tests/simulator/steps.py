# SPDX-License-Identifier: Apache-2.0
"""Everything that can happen. A step is (name, a, b, x): who by number, and two numbers of its own."""
from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mentordesk.base.errors import DiskTrouble, StickGone, StickTrouble, Trouble
from mentordesk.domain.ids import CircleId, Lane, ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.domain.registers import THREAD_TOPIC
from mentordesk.storage import outbox
from mentordesk.storage.known import Known
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import Unknown
from tests.simulator.computer import Computer, Crash, disk_of, put_disk
from tests.simulator.essays import essay, read_essays, share
from tests.simulator.faults import GOOD, PAGE, Fault
from tests.simulator.ledger import Broken
from tests.simulator.world import World

START = 1_779_000_000
WALLS = (0, 86_400, START - 7_000, START + 90_000, 4_039_372_800)
LETTERS = [chr(code) for code in range(0x4E00, 0x9FA0)]
MOST_COMPUTERS = 7
DAY = 86_400
OLD = Known(1, frozenset({1, 2, 3}), frozenset({3, 4, 5}))
_NEWER = 77  # a kind of operation that nobody knows


class Step(NamedTuple):
    """One thing that happens."""

    name: str
    a: int
    b: int
    x: int


Doing = Callable[[World, Computer, int, int], None]


# ---------------------------------------------------------------- people
def write(world: World, computer: Computer, b: int, x: int) -> None:
    """One message, sometimes long, sometimes in a new thread."""
    circles = computer.desk.people.circles()
    if not circles:
        return
    circle = circles[b % len(circles)].circle
    threads = sorted(one.thread for one in computer.desk.threads.list(circle))
    text = _text(world, x)
    world.ledger.may.add(text)
    world.ledger.author[text] = computer.desk.me
    if not threads or b % 5 == 4:
        computer.desk.threads.start(circle, f"Thread {text[:20]}", text).result()
    else:
        computer.desk.threads.send(circle, threads[b % len(threads)], text).result()
    if computer.desk.me not in world.removed or circle != world.ground.circle:
        world.ledger.must.add(text)


def _text(world: World, x: int) -> str:
    world.serial += 1
    size = (0, 0, 0, 500, 3000)[x % 5]
    dice = random.Random(world.serial)
    return f"{world.serial} {''.join(dice.choices(LETTERS, k=size))}".strip()


def read(world: World, computer: Computer, b: int, x: int) -> None:
    """Everything in a circle is on the screen."""
    for thread in _threads(computer):
        page = computer.desk.threads.page(thread[1])
        fresh = [one.id for one in page.rows(0, page.count()) if one.fresh]
        computer.desk.threads.mark_read(fresh).result()


def _threads(computer: Computer) -> list[tuple[CircleId, ThreadId]]:
    circles = [one.circle for one in computer.desk.people.circles()]
    return sorted((one, thread.thread) for one in circles for thread in computer.desk.threads.list(one))


def draft(world: World, computer: Computer, b: int, x: int) -> None:
    """Somebody writes without sending."""
    threads = _threads(computer)
    if threads:
        circle, thread = threads[b % len(threads)]
        world.serial += 1
        text = "" if x % 4 == 0 else f"draft {world.serial}"
        computer.desk.drafts.save(Draft(circle, thread, "", text)).result()


def topic(world: World, computer: Computer, b: int, x: int) -> None:
    """A thread gets another topic."""
    threads = _threads(computer)
    if threads:
        circle, thread = threads[b % len(threads)]
        world.serial += 1
        name = f"topic {world.serial}"
        change = computer.opened.runner.submit(
            lambda tx: outbox.edit(tx, circle, THREAD_TOPIC, thread, (name,))
        )
        change.result()


def take_back(world: World, computer: Computer, b: int, x: int) -> None:
    """A message that has not left becomes a draft again."""
    for _, thread in _threads(computer):
        page = computer.desk.threads.page(thread)
        for one in page.rows(0, page.count()):
            if one.can_take_back:
                computer.desk.threads.take_back(one.id).result()
                world.ledger.must.discard(one.text)
                return


def retract(world: World, computer: Computer, b: int, x: int) -> None:
    """A message that has left is taken back for everybody; some think better of it."""
    for _, thread in _threads(computer):
        page = computer.desk.threads.page(thread)
        mine = [one for one in page.rows(0, page.count()) if one.mine and not (one.can_take_back or one.gone)]
        if mine:
            one = mine[b % len(mine)]
            computer.desk.threads.retract(one.id).result()
            if x % 3 == 0:
                computer.desk.threads.undo_retract(one.id).result()
            return


def new(world: World, computer: Computer, b: int, x: int) -> None:
    """Somebody has a version from the future, and does what nobody else knows."""
    circles = computer.desk.people.circles()
    if not circles:
        return
    circle = circles[b % len(circles)].circle

    def queue(tx: Tx) -> None:
        name = tx.rand.bytes(8)
        raw = bytes([0x93, _NEWER, 0xC4, 8]) + name + bytes([x % 128])
        outbox.put_back(tx, circle, Lane.WORDS, Unknown(_NEWER, name, raw))

    computer.opened.runner.submit(queue).result()


# ---------------------------------------------------------------- the line
def sync(world: World, computer: Computer, b: int, x: int) -> None:
    """A few exchanges; nothing goes wrong."""
    _exchange(world, computer, GOOD, b % 4 + 1)


def answer(world: World, computer: Computer, b: int, x: int) -> None:
    """Exchange, read, write, exchange."""
    _exchange(world, computer, GOOD, 2)
    read(world, computer, b, x)
    write(world, computer, b, x)
    _exchange(world, computer, GOOD, 2)


def _exchange(world: World, computer: Computer, fault: Fault, times: int = 1) -> None:
    with world.on_line_with(fault):
        for _ in range(times):
            computer.engine.connect_now()
            computer.engine.step()


def cut_up(world: World, computer: Computer, b: int, x: int) -> None:
    """A request breaks off."""
    _exchange(world, computer, Fault(up_at=x))


def cut_down(world: World, computer: Computer, b: int, x: int) -> None:
    """A reply breaks off."""
    _exchange(world, computer, Fault(down_at=x))


def lost(world: World, computer: Computer, b: int, x: int) -> None:
    """A request does not arrive; perhaps later (`post`)."""
    _exchange(world, computer, Fault(lost=True))


def twice(world: World, computer: Computer, b: int, x: int) -> None:
    """A request arrives twice."""
    _exchange(world, computer, Fault(twice=True))


def portal(world: World, computer: Computer, b: int, x: int) -> None:
    """A café answers."""
    _exchange(world, computer, Fault(answer=PAGE))


def altered(world: World, computer: Computer, b: int, x: int) -> None:
    """A bit of the reply is another."""
    _exchange(world, computer, Fault(altered_at=x))


def post(world: World, computer: Computer, b: int, x: int) -> None:
    """A request of long ago arrives now, or the beginning of it; nobody waits for the reply."""
    if world.mail:
        body = world.mail[b % len(world.mail)]
        world.hear(body if x % 3 else body[: x % len(body)])


# ---------------------------------------------------------------- sticks
def put(world: World, computer: Computer, b: int, x: int) -> None:
    """What is unsent goes onto a stick, which may be pulled out meanwhile."""
    left = iter(range(x % 3)) if x % 4 == 0 else None

    def progress(done: int, of: int) -> None:
        if left is not None and next(left, None) is None:
            raise StickGone

    with contextlib.suppress(StickTrouble):
        computer.desk.carriers.put(world.stick(b), progress).result()
    world.stands_on_stick(computer)


def take(world: World, computer: Computer, b: int, x: int) -> None:
    """What is on a stick comes to this computer."""
    with contextlib.suppress(StickTrouble):
        computer.desk.carriers.take(world.stick(b), lambda done, of: None).result()


def deliver(world: World, computer: Computer, b: int, x: int) -> None:
    """A courier has a line, good or not."""
    fault = (GOOD, GOOD, Fault(up_at=x), Fault(down_at=x), Fault(lost=True), Fault(twice=True))[x % 6]
    world.deliver(world.stick(b), fault)


def other_stick(world: World, computer: Computer, b: int, x: int) -> None:
    """A stick is copied, as it was when it was copied, or empty."""
    stick = world.stick(b)
    if x % 3 == 0:
        world.older[stick] = disk_of(stick)
    else:
        put_disk(stick, world.older.get(stick, {}) if x % 3 == 1 else {})


# ---------------------------------------------------------------- power and disks
def crash(world: World, computer: Computer, b: int, x: int) -> None:
    """The computer's power goes between two statements of an exchange or a Send."""
    _crash_in((sync, sync, write, topic)[b % 4], world, computer, b, x)


def _crash_in(doing: Doing, world: World, computer: Computer, b: int, x: int) -> None:
    computer.fuse.light(x % (9, 40, 300)[b % 3])
    try:
        with contextlib.suppress(Crash):
            doing(world, computer, b, x)
    finally:
        if computer.fuse.burnt:
            world.count["burnt"] += 1
            computer.die()
        computer.fuse.renew()


def server_crash(world: World, computer: Computer, b: int, x: int) -> None:
    """The server's power goes between two statements of an exchange."""
    world.host.fuse.light(x % (12, 60)[b % 2])
    _exchange(world, computer, GOOD, 2)
    world.host.fuse.renew()


def full(world: World, computer: Computer, b: int, x: int) -> None:
    """The computer's disk is full, or nearly."""
    computer.fill(x % 12)


def room(world: World, computer: Computer, b: int, x: int) -> None:
    """There is room again."""
    computer.empty()


def server_full(world: World, computer: Computer, b: int, x: int) -> None:
    """The server's disk is full, or nearly."""
    world.host.fill(x % 12)


def server_room(world: World, computer: Computer, b: int, x: int) -> None:
    """There is room at the server again."""
    world.host.empty()


def sit_down_again(world: World, computer: Computer, b: int, x: int) -> None:
    """Sign out and in."""
    computer.leave()
    computer.sit()


def restart(world: World, computer: Computer, b: int, x: int) -> None:
    """The server ends and begins again."""
    world.host.restart()


def remember(world: World, computer: Computer, b: int, x: int) -> None:
    """An image of the disk is made; with some it comes back each morning from now on."""
    computer.leave()
    computer.earlier = disk_of(computer.home)
    computer.frozen = b % 3 == 0


def go_back(world: World, computer: Computer, b: int, x: int) -> None:
    """The image comes back."""
    if computer.earlier is not None:
        _wake_up_as_before(world, computer)
        world.something_was_lost()


def _wake_up_as_before(world: World, computer: Computer) -> None:
    assert computer.earlier is not None
    world.leave_room(computer)
    computer.go_back(computer.earlier)
    for other in world.computers:
        if other.home == computer.home:
            world.ledger.forget_edits(other.name)


def clone(world: World, computer: Computer, b: int, x: int) -> None:
    """The whole folder is copied to another computer, which may pass for the first; both are used."""
    if len(world.computers) >= MOST_COMPUTERS:
        return
    computer.leave()
    copy = world.computer(f"{computer.who}-copy{len(world.computers)}")
    shutil.copytree(computer.home, copy.home)
    if x % 2:
        copy.pass_for_original()


def new_computer(world: World, computer: Computer, b: int, x: int) -> None:
    """Somebody sits down at another computer, with the slip."""
    if len(world.computers) < MOST_COMPUTERS:
        who = (computer.who, "omar")[b % 2]
        try:
            world.enrol(f"{who}-new{len(world.computers)}")
        except Trouble:  # the slip has expired, or the server's disk is full
            shutil.rmtree(world.computers.pop().home, ignore_errors=True)


def server_backup(world: World, computer: Computer, b: int, x: int) -> None:
    """The server's folder is copied."""
    world.host.back_up()


def server_restore(world: World, computer: Computer, b: int, x: int) -> None:
    """And comes back."""
    if world.host.backup is not None:
        world.host.restore()
        world.ledger.server_was_set_back()
        world.something_was_lost()


# ---------------------------------------------------------------- time, office, versions
def clock(world: World, computer: Computer, b: int, x: int) -> None:
    """A flat battery, or somebody's hand."""
    computer.clock.set_wall(WALLS[b % len(WALLS)])


def wait(world: World, computer: Computer, b: int, x: int) -> None:
    """Minutes, a day, or weeks go by; frozen computers wake up as they were."""
    seconds = (400.0, DAY, 30.0 * DAY)[b % 3]
    world.passes(seconds)
    frozen = [one for one in world.computers if one.frozen and one.earlier] if seconds >= DAY else []
    for one in frozen:
        _wake_up_as_before(world, one)
    if frozen:
        world.something_was_lost()


def circle(world: World, computer: Computer, b: int, x: int) -> None:
    """The office makes another circle."""
    if len(world.circles) < 3:
        ids = world.ground.ids
        others = [ids["grace"], ids["bob"], ids["omar"]][: b % 3 + 1]
        world.circles.append(world.host.new_circle([ids["amina"], *others]))


def remove(world: World, computer: Computer, b: int, x: int) -> None:
    """Bob is removed from the first circle, whatever he is doing."""
    bob = world.ground.ids["bob"]
    cuts = world.host.remove(world.ground.circle, bob)
    if cuts is None:
        return
    world.removed.add(bob)
    inside = world.host.hashes()
    world.ledger.marks.removed(bob, inside)
    kept = {text for text, hashes in world.ledger.parcels.items() if hashes & inside}
    world.ledger.must = {
        text for text in world.ledger.must if world.ledger.author.get(text) != bob or text in kept
    }


def strange(world: World, computer: Computer, b: int, x: int) -> None:
    """A newer server holds control blobs that nobody here knows."""
    blob = b"Z" + bytes([b, x % 256]) * 20
    world.host.add_control(world.circles[b % len(world.circles)], blob)
    world.ledger.look_at_server(world.host)


def old(world: World, computer: Computer, b: int, x: int) -> None:
    """This computer runs an older version for a while."""
    computer.upgrade(OLD)


def upgrade(world: World, computer: Computer, b: int, x: int) -> None:
    """It gets the newest one."""
    computer.upgrade()


def crash_essay(world: World, computer: Computer, b: int, x: int) -> None:
    """The power goes while somebody writes in a document or shares one."""
    _crash_in((essay, essay, share)[b % 3], world, computer, b, x)


WEIGHTS: Mapping[Doing, int] = MappingProxyType({
    write: 10, read: 3, draft: 2, topic: 3, take_back: 1, retract: 2, new: 1,
    sync: 10, answer: 4, cut_up: 4, cut_down: 4, lost: 1, twice: 1, portal: 1, altered: 1, post: 3,
    crash: 5, server_crash: 4, full: 1, room: 1, server_full: 1, server_room: 1,
    sit_down_again: 1, restart: 1, remember: 2, go_back: 2, clone: 2, new_computer: 1,
    put: 4, take: 3, deliver: 4, other_stick: 1,
    server_backup: 2, server_restore: 2, clock: 2, wait: 2, circle: 1, remove: 1, strange: 1, old: 1,
    upgrade: 1, essay: 10, share: 1, read_essays: 2, crash_essay: 2,
})  # fmt: skip
DOINGS: Mapping[str, Doing] = MappingProxyType({doing.__name__: doing for doing in WEIGHTS})
LENGTHS = (6, 12, 20, 30)


def schedule(seed: int) -> list[Step]:
    """The steps that belong to a seed."""
    dice = random.Random(seed)
    names = dice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=dice.choice(LENGTHS))
    return [Step(one.__name__, dice.randrange(8), dice.randrange(12), dice.randrange(4000)) for one in names]


def play(world: World, step: Step) -> None:
    """Let one thing happen, and look at what the computer says afterwards."""
    computer = world.computers[step.a % len(world.computers)]
    world.count[step.name] += 1
    world.sit(computer)
    try:
        DOINGS[step.name](world, computer, step.b, step.x)
    except DiskTrouble as trouble:
        if not (computer.full or world.host.full):
            raise Broken(f"disk: trouble with a disk that is not full {trouble.code}") from trouble
        world.count["refused by a full disk"] += 1
    world.note(computer)
