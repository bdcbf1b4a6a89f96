"""What Neo4j Browser takes, as files: a favourite a question, a style, a page for newcomers, a guide of the model."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from graph_model.graph import short_name
from graph_model.words import Words
from sesaku.language import LANGUAGES
from viz.report_blocks import Block, Bullets, Code, Heading, Paragraph, Report, Table
from viz.report_blocks import words as plain

if TYPE_CHECKING:
    from queries.saved_query import Parameter, SavedQuery

EXAMPLES = (
    (
        Words("一つの取組と、そこから出る関係のすべて", "One measure and every link that it has"),
        "MATCH path = (m:Measure {{plan: {plan}, number: '1'}})-[]->() RETURN path",
    ),
    (
        Words("外国籍の人を名指しする取組と、その根拠の語と位置", "Measures that name foreign nationals, with the words and their places"),
        "MATCH (m:Measure {{plan: {plan}}})-[r:SERVES]->(g:TargetGroup {{id: 'group:foreign_nationals'}})\n"
        "RETURN m.number, r.quotes, r.places, r.certainty ORDER BY m.order",
    ),
    (
        Words("計画が名指ししない対象者", "Groups that the plan does not name"),
        "MATCH (p:Plan {{id: {plan}}}) UNWIND p.vocabulary_TargetGroup AS id MATCH (g:TargetGroup {{id: id}})\n"
        "WHERE NOT EXISTS {{ MATCH (g)<-[:SERVES]-(:Measure {{plan: {plan}}}) }} RETURN g",
    ),
    (
        Words("局と団体: どの局の取組に、どの団体が加わるか", "Bureaus and partners: who takes part in whose measures"),
        "MATCH path = (:Bureau)<-[:OWNED_BY]-(:Measure {{plan: {plan}}})-[:PARTNERS_WITH]->(:Organisation) RETURN path LIMIT 50",
    ),
    (
        Words("データベースの計画を並べる", "The plans in the database"),
        "MATCH (p:Plan) RETURN p.id, p.title, p.as_of ORDER BY p.id",
    ),
)
"""Queries of the guide; `{plan}` stands for the plan's id."""


def kit_files(queries: tuple[SavedQuery, ...], plan: str, lang: str, file: str | None = None) -> dict[str, str]:
    """Return the kit's files by their path in its folder; favourites speak `lang`, pages come in both languages.

    `file` is what was given as the plan; None is the plan that commands read unasked.
    """
    from viz.grass import style_to_grass
    from viz.report_html import report_to_html
    from viz.report_markdown import report_to_markdown

    files = {f"favorites/{query.name}.cypher": favourite(query, plan, lang) for query in queries}
    files["sesaku.grass"] = style_to_grass()
    for language in LANGUAGES:
        for name, blocks in (("start", start_page(plan, language, file)), ("model", model_page(plan, language))):
            report = Report(next(block.text for block in blocks if isinstance(block, Heading)), language, tuple(blocks), short_name(plan))
            files[f"{name}.{language}.md"] = report_to_markdown(report)
            files[f"{name}.{language}.html"] = report_to_html(report)
    return files


def favourite(query: SavedQuery, plan: str, lang: str) -> str:
    """Return a question's picture as a favourite: its title first, why and how to read it, then Cypher that works as pasted."""
    from graph_model.cypher_text import with_literals

    values: dict[str, Any] = {parameter.name: parameter.default for parameter in query.parameters} | {"plan": plan}
    words = (query.question, query.draws, query.why, query.how_to_read, query.limits)
    heads = ("問い", "図", "なぜ", "読み方", "限界") if lang == "ja" else ("Question", "What it draws", "Why", "How to read it", "Limits")
    colon = "：" if lang == "ja" else ": "
    lines = [query.title.said_in(lang), *(f"{head}{colon}{said.said_in(lang)}" for head, said in zip(heads, words, strict=True))]
    line, _ = query.picture.split("\n", 1)
    taken = [parameter for parameter in query.parameters if f"${parameter.name} " in line]
    # The plan's id stands in literals alone: what a document named must not stand where the server undoes escapes of other signs.
    lines.append(
        Words(
            "下の WITH の行の値を書き換えると、次が変わります", "To change what is drawn, put another value on the line WITH below:"
        ).said_in(lang)
    )
    lines.append(f"plan{colon}{Words('どの計画か（計画の id）', 'which plan (its id)').said_in(lang)}")
    lines += [f"{parameter.name}{colon}{parameter.meaning.said_in(lang)}{_example(query, parameter).said_in(lang)}" for parameter in taken]
    lines.append(Words("id は、丸をクリックすると横に出ます", "click a circle: its id stands in the panel beside").said_in(lang))
    comments = "".join(f"// {' '.join(line.split())}\n" for line in lines)
    return comments + with_literals(query.picture.strip(), values) + ";\n"


_KNOWN = {"TargetGroup": "youth", "SupportType": "housing", "Organisation": "npo", "Norm": "kokuji111/early"}
"""A term of each vocabulary that all plans have, to show how an id is written."""


def _example(query: SavedQuery, parameter: Parameter) -> Words:
    """Return how another value of a parameter is written in Cypher, in brackets."""
    from graph_model.kinds import NODE_KIND
    from sesaku.explaining import question_states

    if parameter.default is not None:
        return Words("（true か false）", " (true or false)") if isinstance(parameter.default, bool) else Words("（数）", " (a number)")
    values = (
        [f"{NODE_KIND[parameter.kind].prefix}:{_KNOWN.get(parameter.kind, '…')}"]
        if parameter.kind
        else parameter.choices or question_states(query)
    )
    listed = [f"'{value}'" for value in values]
    return Words(f"（null の代わりに {' か '.join(listed)}）", f" ({' or '.join(listed)} for null)")


def examples(plan: str) -> list[tuple[Words, str]]:
    """Return the guide's examples, as they are pasted."""
    from graph_model.cypher_text import to_literal

    return [(words, text.format(plan=to_literal(plan))) for words, text in EXAMPLES]


def _text(text: str) -> Paragraph:
    return Paragraph(plain(text))


def _list(points: Iterable[str]) -> Bullets:
    return Bullets(tuple(map(plain, points)))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    return Table(tuple(heads), tuple(tuple(map(plain, row)) for row in rows), (0.21, 0.37, 0.42))


def start_page(plan: str, lang: str, file: str | None = None) -> list[Block]:
    """Return the page that leads from an empty server to the first picture of a plan; `file` is where it is read from."""
    from loaders.neo4j_server import LEAST_VERSION

    least = ".".join(map(str, LEAST_VERSION))

    def say(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    first = examples(plan)[0][1]
    this_plan = shlex.join(["--plan", " ".join(short_name(plan).split())])
    push = shlex.join(["sesaku", "neo4j", "push", *([file] if file else [])])
    status = shlex.join(["sesaku", "neo4j", "status", *([file] if file else [])])
    kept = say("何度実行しても、違うところだけが書かれます。", "Run it as often as you like: only what differs is written.")
    unasked = say(
        "計画を指定しなければ、SESAKU_PLAN の計画か、同梱の東京都の計画です。",
        "Without a plan it is that of SESAKU_PLAN, or else the bundled one of Tokyo. ",
    )
    return [
        Heading(1, say("空の Neo4j から最初の図まで", "From an empty Neo4j to the first picture")),
        _text(
            say(
                f"Neo4j Desktop か、機関のサーバーの Neo4j（{least} 以降、無償の Community 版でよい）を使います。データはそのサーバーの外に出ません。",
                f"You need Neo4j Desktop or a Neo4j server of your agency ({least} or later; the free Community edition will do). The data stays on that server.",
            )
        ),
        Heading(2, say("1. つなぐ準備", "1. Ready to connect")),
        _text(
            say(
                "サーバーを起動し、最初のパスワードを変えておきます。アドレスと利用者名は、Windows では次のように入れます。",
                "Start the server and change its first password. On Windows, address and user go into the environment like this:",
            )
        ),
        Code("powershell", "$env:NEO4J_URI = 'neo4j://localhost:7687'\n$env:NEO4J_USERNAME = 'neo4j'"),
        _text(say("Windows 以外では次のように入れます。", "Elsewhere:")),
        Code("shell", "export NEO4J_URI=neo4j://localhost:7687 NEO4J_USERNAME=neo4j"),
        _text(
            say(
                "パスワードは、コマンドが尋ねたときに入力します（画面にも履歴にも残りません）。引数や export の行には書かないでください。Windows 以外の bash などで、その窓にいる間は尋ねられずに済ませるには、次のように入れます。",
                "The password is asked for by each command (it is not shown and stays in no history); write it neither as an argument nor on a line with export. Elsewhere than on Windows, in bash and the like, this keeps it until the window is closed:",
            )
        ),
        Code("shell", "read -rs NEO4J_PASSWORD; export NEO4J_PASSWORD"),
        Heading(2, say("2. 計画を入れる", "2. Load a plan")),
        Code("console", f"{push}\n{status}"),
        _text(kept if file else unasked + kept),
        Heading(2, say("3. Neo4j Browser を整える", "3. Set up Neo4j Browser")),
        _list(
            (
                say("http://localhost:7474/browser/ を開いてログインする", "Open http://localhost:7474/browser/ and log in"),
                say(
                    "sesaku.grass を上の入力欄へドラッグする（色と大きさが種類ごとに決まる）",
                    "Drag sesaku.grass onto the editor at the top: each kind gets its colour and size",
                ),
                say(
                    "favorites フォルダーの .cypher を入力欄へドラッグし、Save to favorites を押す（左の★に並ぶ）",
                    "Drag a .cypher file of the folder favorites onto the editor and press Save to favorites; it is listed under the star on the left",
                ),
            )
        ),
        Heading(2, say("4. 最初の図", "4. The first picture")),
        _text(say("次を入力欄に貼り、Ctrl+Enter を押します。", "Paste this into the editor and press Ctrl+Enter.")),
        Code("cypher", first),
        _text(
            say(
                "灰色の丸が取組で、番号が付いています。線をクリックすると quotes に根拠の語、places にその位置（ファイル:行:欄）が出ます。丸を2回クリックすると隣が開きます。",
                "The dark grey circle is a measure with its number. Click a line: quotes are the words that it rests on, places where they stand (file:line:cell). Double-click a circle to open its neighbours.",
            )
        ),
        Heading(2, say("5. 来年、ほかの県", "5. Next year, other prefectures")),
        Code("console", say("sesaku neo4j push 来年の計画.txt", "sesaku neo4j push next-year.txt") + f"\nsesaku gaps --neo4j {this_plan}"),
        _text(
            say(
                "計画はいくつでも並べて入れられます。push はその計画の版のほか、あなたのデータにも、ノードに加えたメモにも触れません。",
                "Any number of plans stand side by side. A push touches nothing but its own edition of its plan: neither your data nor a note that you wrote on a node.",
            )
        ),
    ]


def model_page(plan: str, lang: str) -> list[Block]:
    """Return the guide of the model: kinds of nodes and links, what they hold, and queries to start from."""
    from graph_model.kinds import EDGE_KINDS, NODE_KINDS

    def say(ja: str, en: str) -> str:
        return ja if lang == "ja" else en

    heads = [say("ラベル", "label"), say("何か", "what"), say("属性", "properties")]
    links = [say("関係", "type"), say("両端", "joins"), say("何か", "what")]
    return [
        Heading(1, say("グラフの見方", "The model")),
        _text(
            say(
                "文書が述べることはノードの属性、そこから判断したことは根拠つきの関係です。どのノードにも id があり、plan:、measure: などで始まります。",
                "What the document states is a property of a node; what was concluded is a link with evidence. Every node has an id that begins with plan:, measure: and the like.",
            )
        ),
        Heading(2, say("ノード", "Nodes")),
        _table(
            heads,
            [
                [kind.name, f"{kind.title.said_in(lang)}: {kind.meaning.said_in(lang)}", ", ".join(prop.name for prop in kind.properties)]
                for kind in NODE_KINDS
            ],
        ),
        Heading(2, say("関係", "Links")),
        _table(
            links,
            [
                [
                    kind.name,
                    f"{'/'.join(kind.sources)} → {'/'.join(kind.targets)}",
                    f"{kind.title.said_in(lang)}: {kind.meaning.said_in(lang)}",
                ]
                for kind in EDGE_KINDS
            ],
        ),
        _text(
            say(
                "根拠のある関係は quotes（語）、places（ファイル:行:欄）、rules（規則）、certainty（確からしさ）をもちます。対象者などの語は計画どうしで共有し、計画がどの語で読まれたかは Plan の vocabulary_TargetGroup などにあります。Goal・Section・Measure の plan は、どの計画のものかの id です。content_hash、loaded、load は push が使います。",
                "A concluded link has quotes (the words), places (file:line:cell), rules and certainty. Terms such as target groups are shared by plans; which of them a plan was read with stands in its vocabulary_TargetGroup and the like. The plan of a Goal, Section or Measure is the id of the plan that it is part of. content_hash, loaded and load are the push's own.",
            )
        ),
        Heading(2, say("例", "Examples")),
        *(block for words, text in examples(plan) for block in (Heading(3, words.said_in(lang)), Code("cypher", text))),
    ]
