"""Notices of who came and went, as platforms word them."""

import pytest

from clubsim.experiments.importing.system_words import LONGEST, SENDER, notice


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ('"安安"邀请"波波、陈晨"加入了群聊', "join", ("波波", "陈晨")),
        ('你邀请"波波"加入了群聊', "join", ("波波",)),
        ('"波波"通过扫描"安安"分享的二维码加入群聊', "join", ("波波",)),
        ('你将"波波"移出了群聊', "removed", ("波波",)),
        ("波波被管理员移出群聊", "removed", ("波波",)),
        ("波波加入了群聊。", "join", ("波波",)),
        ("波波退出了群聊", "leave", ("波波",)),
        ("波波加入群组", "join", ("波波",)),
        ("安安添加了波波", "join", ("波波",)),
        ("安安移除了波波", "removed", ("波波",)),
        ("波波退出了群组", "leave", ("波波",)),
        ("波波已加入该群", "join", ("波波",)),
        ("安安已将波波添加至群", "join", ("波波",)),
        ("波波已退群", "leave", ("波波",)),
        ("波波已加入群組", "join", ("波波",)),
        ("安安已新增波波至群組", "join", ("波波",)),
        ("波波已離開群組", "leave", ("波波",)),
        ("ボブがグループに参加しました", "join", ("ボブ",)),
        ("アンがボブをグループに追加しました。", "join", ("ボブ",)),
        ("ボブがグループを退会しました。", "leave", ("ボブ",)),
        ("Ann added Bob and Cara", "join", ("Bob", "Cara")),
        ("Ann added Bob to the group.", "join", ("Bob",)),
        ("Bob joined using this group's invite link", "join", ("Bob",)),
        ("Bob joined the group", "join", ("Bob",)),
        ("Bob left", "leave", ("Bob",)),
        ("Bob left the group.", "leave", ("Bob",)),
        ("Ann removed Bob from the group.", "removed", ("Bob",)),
        ("Bob was removed", "removed", ("Bob",)),
        ("Joined the server.", "join", (SENDER,)),
        ("Left the group.", "leave", (SENDER,)),
        ("Removed Bob from the group.", "removed", ("Bob",)),
        ("[invite_members] Bob, Cara", "join", ("Bob", "Cara")),
        ("[remove_members] Bob", "removed", ("Bob",)),
        ("[join_group_by_link]", "join", (SENDER,)),
    ],
)
def test_a_notice_says_who_and_what(text, kind, names):
    assert notice(text) == (kind, names)


@pytest.mark.parametrize(
    "text",
    ["", '"安安"修改群名为“摄影”', "安安撤回了一条消息", "[pin_message]", "Ann changed this group's icon",
     "消息和通话已进行端到端加密", "x" * (LONGEST + 1), "Bob left\nthe building"],
)  # fmt: skip
def test_other_notices_say_nothing_about_it(text):
    assert notice(text) is None
