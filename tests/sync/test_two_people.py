# SPDX-License-Identifier: Apache-2.0
"""Two people, their server and the line between them, in one thread."""
from __future__ import annotations

from mentordesk.domain.messages import Delivery
from tests.sync.conftest import Pair


def test_message_goes_there_and_comes_back_read(pair: Pair) -> None:
    amina, grace = pair
    thread, sent = amina.desk.threads.start(amina.circle(), "Essay", "Habari! My essay is ready.").result()
    assert amina.messages()[0].delivery is Delivery.ON_THIS_COMPUTER
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.AT_THE_SERVER

    grace.sync()
    assert grace.texts() == ["Habari! My essay is ready."]
    assert grace.messages()[0].author_name == "Amina Odhiambo"
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.ON_THEIR_COMPUTER

    grace.desk.threads.mark_read([sent]).result()
    grace.desk.threads.send(grace.circle(), thread, "Read it. Well done!").result()
    grace.sync()
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.READ
    assert amina.texts() == grace.texts() == ["Habari! My essay is ready.", "Read it. Well done!"]
