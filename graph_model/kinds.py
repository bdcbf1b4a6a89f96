"""Every kind of node and link, declared once; the doors, the JSON Schema, the exporters and the docs read this table.

One rule keeps the model clean: what the document states is a property, what was concluded is a link with evidence.
"""

from typing import NamedTuple

from graph_model.words import Words


class Property(NamedTuple):
    """One property: its name, its type (text, whole, number, flag, list, object), and what it says.

    `values` are those that it may have; `keys`, of an object, those that become properties of their own in Neo4j.
    """

    name: str
    type: str
    meaning: Words
    required: bool = True
    values: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class NodeKind(NamedTuple):
    """One kind of node. `scope` says who shares a node: every plan, one jurisdiction, or one edition of one plan."""

    name: str
    prefix: str
    title: Words
    meaning: Words
    scope: str
    properties: tuple[Property, ...]


class EdgeKind(NamedTuple):
    """One kind of link. `extracted` links were concluded from words and carry evidence; `parallel` ones may stand twice; of a `single` kind a node has one."""

    name: str
    title: Words
    meaning: Words
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...] = ()
    extracted: bool = False
    parallel: bool = False
    single: bool = False


def _may(name: str, type_: str, ja: str, en: str, values: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> Property:
    return Property(name, type_, Words(ja, en), False, values, keys)


def _must(name: str, type_: str, ja: str, en: str, values: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> Property:
    return Property(name, type_, Words(ja, en), True, values, keys)


ITEM_HOW = ("stated", "preceding", "following", "split", "from_relisting", "unrecoverable")
CERTAINTY = ("sure", "likely", "weak")
DIFFERS = ("none", "form", "wording")
FACETS = ("person", "harm", "situation", "reference", "other")
CLIENT_FACETS = ("person", "harm", "situation")
BODIES = ("own", "municipal", "public", "private", "forum")
ROLES = ("delivers", "collaborates", "commissioned", "subsidised", "hosts", "supports")
IN_OPERATION = ("ongoing", "pilot")
"""Statuses of a measure that is in operation."""
VOCABULARY_KINDS = ("Norm", "Organisation", "Status", "SupportType", "TargetGroup")
"""Kinds whose nodes are terms that a plan was read with."""
COMPARED_COLUMNS = ("item", "text", "status")
"""Columns in which a relisting's row is compared with the original's."""

_NAME = _must("name", "text", "名称", "Its name in Japanese.")
_NAME_EN = _must("name_en", "text", "英語の名称", "Its name in English.")
_ORDER = _must("order", "whole", "並び順（0から）", "Its place in the order of the document or vocabulary, from 0.")

_EXTRACTED = (
    _must("evidence", "list", "根拠となる語と位置", "The words that the link rests on, each with its place, offsets and rule."),
    _must("from_relisting", "flag", "再掲の行だけにある語による", "True when only a relisting's own words carry the link."),
    _must("certainty", "text", "確からしさ", "How sure the rule is: sure, likely or weak.", CERTAINTY),
    _may("review", "object", "人による確認", "A person's decision, once there is one."),
)

NODE_KINDS = (
    NodeKind(
        "Plan",
        "plan",
        Words("計画", "Plan"),
        Words("実施状況報告の一つの版。", "One edition of a plan's status report."),
        "edition",
        (
            _must("title", "text", "表題", "The title as the document or its profile gives it."),
            _must("jurisdiction", "text", "自治体の識別名", "Slug of the government that made the plan."),
            _must("edition", "text", "版", "Which edition this is, mostly a year and month."),
            _must(
                "as_of",
                "text",
                "時点（YYYY-MM または YYYY-MM-DD）",
                "The date that the status texts speak of; empty where none is stated.",
            ),
            _must("source_file", "text", "元の文書のファイル名", "Name of the document read, without folders."),
            _must("source_sha256", "text", "元の文書のSHA-256", "SHA-256 of the document's bytes."),
            _must("facts_only", "flag", "本文を含まない", "True when the sentences of the document are left out."),
            _must("columns_read", "list", "読み取った欄", "Roles of the columns that the document had."),
            _must(
                "vocabulary",
                "object",
                "読み取りに使った語の一覧",
                "Ids of the terms that it was read with, by kind: a question's denominators.",
                keys=VOCABULARY_KINDS,
            ),
        ),
    ),
    NodeKind(
        "Goal",
        "goal",
        Words("基本目標", "Goal"),
        Words("計画の基本目標。", "A basic goal of the plan."),
        "edition",
        (_must("number", "text", "番号", "Its number in Arabic digits."), _NAME, _ORDER),
    ),
    NodeKind(
        "Section",
        "section",
        Words("施策の区分", "Section"),
        Words("基本目標の下の区分（ア、イ、(1) など）。", "A section below a goal (ア, イ, (1) and the like)."),
        "edition",
        (_must("label", "text", "区分の記号", "Its label as printed."), _NAME, _ORDER),
    ),
    NodeKind(
        "Measure",
        "measure",
        Words("取組", "Measure"),
        Words("番号をもつ一つの取組。再掲は別の取組ではない。", "One numbered measure; a relisting is not another measure."),
        "edition",
        (
            _must("number", "text", "番号（表記のまま）", "Its number as printed."),
            _ORDER,
            _may("item", "text", "事項", "Its item (事項); absent where it cannot be recovered."),
            _must("item_how", "text", "事項をどう決めたか", "How the item was decided.", ITEM_HOW),
            _must("item_evidence", "list", "事項の位置", "Where the item's label stands."),
            _must(
                "has_new_project",
                "flag",
                "新規事業を含む（★）",
                "True when it contains a project new in that fiscal year (★); the measure itself may be old.",
            ),
            _may("text", "text", "内容", "Its text as it stands in the cell; left out of a facts-only graph."),
            _may("status_text", "text", "取組状況", "Its status text as it stands in the cell; left out of a facts-only graph."),
            _may("text_hash", "text", "内容のSHA-256", "SHA-256 of the text."),
            _may("status_text_hash", "text", "取組状況のSHA-256", "SHA-256 of the status text."),
            _may(
                "status_says",
                "text",
                "取組状況の書きぶり（own 独自の記載、generic 一般的な語のみ、pointer ほかの欄を指すのみ、same_as ほかの取組と同じ文）",
                "What the status text says: something of its own, general words alone, only where else to look, or what another measure's says.",
                ("own", "generic", "pointer", "same_as"),
            ),
            _must("rejected_cues", "list", "採らなかった語", "Cues that were seen and not taken, each with its place and rule."),
        ),
    ),
    NodeKind(
        "Bureau",
        "bureau",
        Words("所管局", "Bureau"),
        Words("取組を所管する局・課。", "The bureau or division that owns measures."),
        "jurisdiction",
        (_NAME,),
    ),
    NodeKind(
        "TargetGroup",
        "group",
        Words("対象者", "Target group"),
        Words("取組が支援する人々。", "The people whom a measure serves."),
        "shared",
        (
            _NAME,
            _NAME_EN,
            _must(
                "facet",
                "text",
                "観点",
                "What the group is told by: who she is, what was done to her, where she stands, the reference group, or other.",
                FACETS,
            ),
            _ORDER,
        ),
    ),
    NodeKind(
        "Organisation",
        "organisation",
        Words("関係機関・協働先", "Organisation"),
        Words("所管局のほかに取組に加わる機関・団体。", "A body beside the owning bureau that takes part in measures."),
        "shared",
        (
            _NAME,
            _NAME_EN,
            _must(
                "body", "text", "団体の性格", "What body it is: an own office, municipal, another public body, private, or a forum.", BODIES
            ),
            _may("same_as", "list", "同じ組織を指す所管局名", "Names of bureaus that are the same body."),
            _ORDER,
        ),
    ),
    NodeKind(
        "SupportType",
        "support",
        Words("支援の種類", "Support"),
        Words("支援の種類。", "The kind of help."),
        "shared",
        (
            _NAME,
            _NAME_EN,
            _must(
                "service",
                "flag",
                "本人への支援",
                "True for help given to people; false for what builds the system (training, meetings, publicity).",
            ),
            _must("suits", "list", "対象となりうる観点・対象者", "Facets or groups for whom it makes sense; empty means all."),
            _ORDER,
        ),
    ),
    NodeKind(
        "Status",
        "status",
        Words("実施状況", "Status"),
        Words("実施の段階。", "How far the measure has come."),
        "shared",
        (_NAME, _NAME_EN, _ORDER),
    ),
    NodeKind(
        "Norm",
        "norm",
        Words("国の基本方針の項目", "Norm"),
        Words("国の基本方針が求める支援の内容の項目。", "A heading of what the national basic policy asks for."),
        "shared",
        (_NAME, _NAME_EN, _ORDER),
    ),
)

EDGE_KINDS = (
    EdgeKind("HAS_GOAL", Words("目標をもつ", "has goal"), Words("計画の基本目標。", "The plan's goals."), ("Plan",), ("Goal",)),
    EdgeKind(
        "HAS_SECTION",
        Words("区分をもつ", "has section"),
        Words("目標の区分。目標のない計画では計画から。", "The goal's sections; the plan's own where there are no goals."),
        ("Goal", "Plan"),
        ("Section",),
    ),
    EdgeKind(
        "LISTED_IN",
        Words("掲載", "listed in"),
        Words(
            "取組が最初に載る区分（区分がなければ目標か計画）。",
            "Where the measure stands; at the goal or plan where there are no sections.",
        ),
        ("Measure",),
        ("Section", "Goal", "Plan"),
        (
            _must("place", "object", "位置", "Where its row stands."),
            _must("mark", "text", "新規の印", "The mark of a new project as it stands on the row, or empty."),
        ),
    ),
    EdgeKind(
        "RELISTED_IN",
        Words("再掲", "relisted in"),
        Words("取組がもう一度載る区分。", "A section that lists the measure again."),
        ("Measure",),
        ("Section", "Goal", "Plan"),
        (
            _must("place", "object", "位置", "Where the relisting's row stands."),
            _must("mark", "text", "再掲の印", "How the row says that it is a relisting, as printed."),
            _must("differs", "text", "元の行との違い", "none, form (mark, markup, width, spacing) or wording (anything else).", DIFFERS),
            _must("differences", "object", "違う語（欄ごと）", "The words that differ, by column.", keys=COMPARED_COLUMNS),
        ),
        parallel=True,
    ),
    EdgeKind(
        "OWNED_BY",
        Words("所管", "owned by"),
        Words("取組を所管する局。", "The bureau that owns the measure."),
        ("Measure",),
        ("Bureau",),
        _EXTRACTED,
        extracted=True,
    ),
    EdgeKind(
        "SERVES",
        Words("対象", "serves"),
        Words("取組が支援する人々。", "Whom the measure serves."),
        ("Measure",),
        ("TargetGroup",),
        _EXTRACTED,
        extracted=True,
    ),
    EdgeKind(
        "PARTNERS_WITH",
        Words("連携・協働", "partners with"),
        Words("取組に加わる機関・団体。", "A body that takes part in the measure."),
        ("Measure",),
        ("Organisation",),
        (*_EXTRACTED, _must("roles", "list", "役割", "How it takes part: " + ", ".join(ROLES) + ".")),
        extracted=True,
    ),
    EdgeKind(
        "PROVIDES",
        Words("支援", "provides"),
        Words("取組が行う支援の種類。", "The kind of help that the measure gives."),
        ("Measure",),
        ("SupportType",),
        _EXTRACTED,
        extracted=True,
    ),
    EdgeKind(
        "HAS_STATUS",
        Words("実施状況", "has status"),
        Words("取組の実施の段階。", "How far the measure has come."),
        ("Measure",),
        ("Status",),
        _EXTRACTED,
        extracted=True,
        single=True,
    ),
    EdgeKind(
        "NARROWER_THAN",
        Words("より狭い", "narrower than"),
        Words("対象者の上下の関係。", "A group that is part of a wider one."),
        ("TargetGroup",),
        ("TargetGroup",),
    ),
    EdgeKind(
        "FALLS_UNDER",
        Words("国の項目", "falls under"),
        Words("取組が応える国の基本方針の項目。", "The heading of the national basic policy that the measure answers."),
        ("Measure",),
        ("Norm",),
        _EXTRACTED,
        extracted=True,
    ),
    EdgeKind(
        "SIMILAR_TEXT",
        Words("似た文", "similar text"),
        Words(
            "内容・取組状況の文が似た取組（先の取組から後の取組へ）。",
            "Measures whose texts or status texts are alike, from the one that stands first to the later one.",
        ),
        ("Measure",),
        ("Measure",),
        (
            _must("score", "number", "似ている度合い（0〜1）", "How alike, from 0 to 1."),
            _must("shared_run", "text", "共通する最長の語句", "The longest run of characters that both have, cut as quotes are."),
            _must(
                "shared_length",
                "whole",
                "共通する最長の語句の字数",
                "How many characters that run has, uncut, with widths and line breaks folded.",
            ),
        ),
    ),
)

NODE_KIND = {kind.name: kind for kind in NODE_KINDS}
EDGE_KIND = {kind.name: kind for kind in EDGE_KINDS}
