"""
The tables that one can fill: their columns, what each means, and the words that stand for it in English and Chinese.

The eight numbers are those from which a club's size, its coming and going and its talk can be told within four weeks:
how many there are, how many came, left by themselves and were put out, how many come and speak, how much is said, and
how many pay again. Four weeks, since every weekday is in them equally often. Prices stand in changes.csv: one price
says nothing, a change of it does.
"""

from dataclasses import dataclass

MONTH = 28  # [day] what the numbers of a month are over


@dataclass(frozen=True)
class Column:
    """A column, or one of the eight numbers."""

    name: str
    chinese: str
    meaning: str  # said in the language of the template
    others: tuple[str, ...] = ()  # further headers, in lower case

    @property
    def heads(self) -> tuple[str, ...]:
        """Every header that it may bear, in lower case."""
        return (self.name.replace("_", " "), self.chinese.lower(), *self.others)


@dataclass(frozen=True)
class Table:
    """A file of the template. `needed` are the columns without which no row says anything."""

    name: str
    about: str  # said in the language of the template
    columns: tuple[Column, ...]
    needed: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its name on disk."""
        return f"{self.name}.csv"

    @property
    def heads(self) -> dict[str, tuple[str, ...]]:
        """Every header of each column."""
        return {column.name: column.heads for column in self.columns}


NUMBERS = (
    Column("members", "在群人数", "members today", ("人数",)),
    Column("joined", "新增", "who joined in the last 28 days", ("入群",)),
    Column("left", "退群", "who left by themselves in the last 28 days", ("主动退群", "退出")),
    Column("removed", "移除", "who were removed in the last 28 days", ("清退",)),
    Column("active", "日活", "who came on a day, mean of the last 28 days", ("日活跃", "活跃")),
    Column("weekly_speakers", "周发言人数", "who wrote at least once in the last 7 days", ()),
    Column("messages", "日均消息数", "messages a day, mean of the last 28 days", ("消息数",)),
    Column("renewal", "续费率", "of those whose term ended in the last 28 days, the share who paid again", ("续费",)),
)

TABLES = (
    Table(
        "numbers",
        "Eight numbers. Fill in those that you know, in the column of values.",
        (
            Column("number", "指标", "which number; leave as it is", ("name",)),
            Column("value", "数值", "the number", ("值",)),
            Column("meaning", "说明", "what it means; nobody reads it", ()),
        ),
        ("number", "value"),
    ),
    Table(
        "daily",
        "A row a day. Leave empty what you do not know.",
        (
            Column("date", "日期", "the day", ("day", "时间")),
            Column("members", "人数", "members at the end of the day", ("在群人数", "总人数", "群人数")),
            Column("joined", "新增", "who joined on the day", ("入群", "入群人数", "新增人数")),
            Column("left", "退群", "who left by themselves on the day", ("退出", "退群人数", "主动退群")),
            Column("removed", "移除", "who were removed on the day", ("清退", "移除人数", "清退人数")),
            Column(
                "active", "活跃", "who came on the day, whether they wrote or not", ("活跃人数", "日活", "打卡人数")
            ),
            Column("speakers", "发言人数", "who wrote on the day", ("发言",)),
            Column("messages", "消息数", "messages of the day", ("消息", "发言数", "消息量")),
            Column("revenue", "收入", "money taken on the day", ("营收", "金额")),
        ),
        ("date",),
    ),
    Table(
        "members",
        "A row a member, also of those who are gone.",
        (
            Column(
                "member", "成员", "a name or number of your own; it becomes a number", ("用户", "昵称", "id", "user")
            ),
            Column("joined", "加入日期", "the day of joining", ("入群日期", "加入时间", "入群时间", "加入")),
            Column(
                "left", "退出日期", "the day of leaving; empty for those who are in", ("退群日期", "退出时间", "退出")
            ),
            Column("how_left", "退出方式", "left, removed or lapsed (退出, 移除, 到期)", ("退群方式",)),
            Column("channel", "渠道", "where they came from; becomes a number", ("来源", "渠道来源")),
            Column("plan", "套餐", "what they pay for; becomes a number", ("会员类型", "方案")),
            Column("paid_until", "付费到期", "the last day that is paid for", ("到期日期", "到期日", "有效期至")),
            Column("role", "角色", "owner, admin, member or bot (群主, 管理员, 成员, 机器人)", ("身份",)),
        ),
        ("member",),
    ),
    Table(
        "events",
        "A row whenever somebody did something.",
        (
            Column(
                "member", "成员", "who; the same name or number as among the members", ("用户", "昵称", "id", "user")
            ),
            Column("time", "时间", "the day, or day and time", ("日期", "date", "day")),
            Column("kind", "类型", "what, one of the words below", ("行为", "事件", "动作")),
            Column("target", "对象", "the member it was aimed at, if any", ("回复对象", "目标")),
            Column("room", "群", "which of your groups or channels, if several", ("房间", "频道", "群组", "channel")),
        ),
        ("member", "time", "kind"),
    ),
    Table(
        "changes",
        "A row whenever you, or the calendar, changed something. Fill it in whatever else you fill in.",
        (
            Column("date", "日期", "the first day on which it held", ("时间", "day")),
            Column("what", "变更", "what, one of the words below", ("事项", "内容", "事件")),
            Column("from", "原值", "the number before, such as the old price", ("变更前", "从")),
            Column("to", "新值", "the number after, such as the new price", ("变更后", "到")),
            Column("announced", "提前公告", "whether members knew before (yes or no, 是 or 否)", ("公告", "是否公告")),
        ),
        ("date", "what"),
    ),
)
BY_NAME = {table.name: table for table in TABLES}

KINDS: dict[str, tuple[str, ...]] = {
    "post": ("发言", "发帖", "帖子", "消息", "message"),
    "reply": ("回复",),
    "question": ("提问",),
    "answer": ("回答",),
    "comment": ("评论",),
    "share": ("分享", "转发"),
    "gift": ("红包", "打赏"),
    "reaction": ("点赞", "表情", "like"),
    "visit": ("访问", "来访", "登录"),
    "checkin": ("打卡", "签到", "check-in"),
    "attend": ("参加", "出席", "参加活动"),
    "join": ("入群", "加入"),
    "leave": ("退群", "退出", "left"),
    "removed": ("移除", "清退", "踢出"),
    "pay": ("付费", "缴费"),
    "renew": ("续费",),
    "lapse": ("到期", "未续费", "lapsed"),
}
WAYS_OUT: dict[str, tuple[str, ...]] = {
    "leave": ("left", "退出", "退群", "主动退出", "主动退群"),
    "removed": ("移除", "清退", "踢出", "被移除", "kicked"),
    "lapse": ("lapsed", "到期", "未续费", "expired"),
}
ROLES: dict[str, tuple[str, ...]] = {
    "owner": ("群主", "创建者", "founder"),
    "admin": ("管理员", "moderator", "管理"),
    "member": ("成员", "普通成员", "群成员"),
    "bot": ("机器人",),
}
CHANGES: dict[str, tuple[str, ...]] = {
    "price": ("价格", "涨价", "降价", "调价", "收费"),
    "cull": ("清退", "清人", "移除"),
    "quota": ("门槛", "考核"),
    "talk": ("分享会", "嘉宾分享", "讲座", "直播"),
    "event": ("活动", "线下活动"),
    "holiday": ("节假日", "假期", "节日"),
    "reward": ("奖励", "奖品"),
    "rule": ("规则", "群规"),
    "recruitment": ("招新", "开放招募", "渠道", "推广"),
    "season": ("赛季", "新一期", "开期"),
    "rebuild": ("重建", "换群", "解散重建"),
    "outage": ("故障", "中断"),
    "other": ("其他", "其它"),
}
