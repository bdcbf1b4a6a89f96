"""What a driver or server says -> one line in Japanese and English with what to do next. No driver here: codes and texts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from graph_model.errors import DatabaseError, LittleMemory
from graph_model.words import Words

SCHEMES = ("neo4j", "bolt", "neo4j+s", "bolt+s", "neo4j+ssc", "bolt+ssc")

_WHAT_TO_DO = {
    "Neo.ClientError.Security.Unauthorized": Words(
        "ユーザー名かパスワードが違います。--user と環境変数 NEO4J_PASSWORD を確かめてください",
        "wrong user or password; check --user and the environment variable NEO4J_PASSWORD",
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": Words(
        "パスワードの誤りが続き、サーバーがしばらく受け付けません。数秒待ってから正しいパスワードでやり直してください",
        "too many wrong passwords, the server takes none for a while; wait some seconds and try again with the right one",
    ),
    "Neo.ClientError.Security.CredentialsExpired": Words(
        "このユーザーは先にパスワードを変える必要があります。Neo4j Browser でログインするか、system データベースで ALTER CURRENT USER SET PASSWORD を実行してください",
        "this user must change the password first: log in with Neo4j Browser, or run ALTER CURRENT USER SET PASSWORD on the database system",
    ),
    "Neo.ClientError.Security.Forbidden": Words(
        "このユーザーにはその権限がありません。管理者に頼むか、別のユーザーを --user で指定してください",
        "this user may not do that; ask the administrator, or name another user with --user",
    ),
    "Neo.ClientError.Database.DatabaseNotFound": Words(
        "その名前のデータベースはサーバーにありません。--database か NEO4J_DATABASE を直してください（Community版では neo4j だけです）",
        "the server has no database of that name; correct --database or NEO4J_DATABASE (a Community server has neo4j alone)",
    ),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": Words(
        "データベースは読み取り専用です。何も書いていません。設定 server.databases.default_to_read_only などを見直すか、別のデータベースを指定してください",
        "the database is read-only; nothing was written. Look at server.databases.default_to_read_only and the like, or name another database",
    ),
    "Neo.ClientError.Schema.ConstraintValidationFailed": Words(
        "書き込みの間に、消えるノードへ誰かが関係を引いたか、同じ id のノードを作りました。もう一度 push してください",
        "while it was written, somebody drew a link to a node that goes, or made a node of the same id; push again",
    ),
    "Neo.ClientError.Statement.AccessMode": Words(
        "この問い合わせは書き込みをするので実行しません。sesaku neo4j cypher は読み取り専用です",
        "this query would write and is not run: sesaku neo4j cypher only reads",
    ),
    "Neo.ClientError.Transaction.TransactionTimedOut": Words(
        "サーバーの時間制限で打ち切られました。db.transaction.timeout を延ばすか、push なら --in-parts で分けてください",
        "the server's time limit ended it; raise db.transaction.timeout; a push can go --in-parts",
    ),
    "Neo.ClientError.Cluster.NotALeader": Words(
        "このサーバーは書き込みを受け付けない複製です。neo4j:// のアドレスで接続してください",
        "this server is a copy that takes no writes; connect with an address that starts with neo4j://",
    ),
}
_WHAT_TO_DO["Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"] = _WHAT_TO_DO["Neo.ClientError.General.WriteOnReadOnlyAccessDatabase"]
_MEMORY = Words(
    "サーバーのメモリーが一つのトランザクションに足りません。サーバーの設定 {setting} を増やしてください",
    "the server has too little memory for one transaction; raise {setting} in the server's settings",
)
_HEAP = "server.memory.heap.max_size"
_SCHEMA = {
    "IndexAlreadyExists": Words(
        "sesaku の一意制約を作れません。同じラベルと属性に、すでに索引があります。その索引を外して（SHOW INDEXES で名前を見て DROP INDEX 名前）、もう一度 push してください: {said}",
        "a constraint of sesaku cannot be made, for there is an index on its label and property; drop that (SHOW INDEXES names it; DROP INDEX name) and push again: {said}",
    ),
    "ConstraintCreationFailed": Words(
        "sesaku の一意制約を作れません。同じラベルに、id が同じノードが二つあります。一方の id かラベルを変えて、もう一度 push してください: {said}",
        "a constraint of sesaku cannot be made, for two nodes of a label have one id; change the id or the label of one and push again: {said}",
    ),
}
"""What to do where the schema that a push needs cannot be made, by how the server's code ends."""
_NO_DATA = Words(
    "system は管理用のデータベースで、計画は入りません。--database か NEO4J_DATABASE に別の名前（普通は neo4j）を指定してください",
    "system is the server's own database and holds no plans; name another (neo4j, mostly) with --database or NEO4J_DATABASE",
)
_UNREACHABLE = Words(
    "{uri} に Neo4j のサーバーが見つかりません。サーバーを起動するか、--uri か NEO4J_URI を直してください",
    "no Neo4j server answers at {uri}; start it, or correct --uri or NEO4J_URI",
)
_LOST = Words(
    "{uri} との接続が切れました。サーバーを確かめて、もう一度実行してください（push は途中からでも正しく終わります）",
    "the connection to {uri} was lost; look at the server and run it again (a push ends right from wherever it stopped)",
)
_NOT_TRUSTED = Words(
    "{uri} の証明書を信頼できません。認証局の証明書をこの機械に入れるか、自己署名と分かっていれば +s を +ssc に替えてください",
    "the certificate of {uri} is not trusted; install its authority's certificate here, or write +ssc for +s where you know it to be self-signed",
)
_NO_TLS = Words(
    "{uri} は暗号化された接続に応じません。サーバーのTLSの設定を確かめるか、+s を外してください",
    "{uri} does not speak encrypted; look at the server's TLS settings, or leave +s out",
)


def driver_missing() -> Words:
    """Return what to say where the driver is not installed."""
    return Words(
        "Neo4j のドライバーが入っていません。pip install 'sesaku[neo4j]' で入れてください",
        "the Neo4j driver is not installed; install it with pip install 'sesaku[neo4j]'",
    )


def check_uri(uri: str) -> None:
    """Raise DatabaseError where a URI holds a user or password, or is of no scheme that the driver takes; it is not repeated then."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        parts = urlsplit("")
    if "@" in uri:
        raise DatabaseError(
            "URIに利用者名やパスワードを書かないでください（履歴やログに残ります）。--user と環境変数 NEO4J_PASSWORD で渡してください",
            "a URI must not hold a user or password (it stays in histories and logs); give them by --user and the environment variable NEO4J_PASSWORD",
        )
    if parts.scheme not in SCHEMES or not parts.netloc:
        browser = parts.scheme in ("http", "https")
        raise DatabaseError(
            f"{uri} は{'Neo4j Browser のアドレスで、' if browser else ''}接続先になりません。{'、'.join(SCHEMES)} のいずれかで始めます（例 neo4j://localhost:7687）",
            f"{uri} is {'the address of Neo4j Browser, ' if browser else ''}no address to connect to; it starts with one of {', '.join(SCHEMES)} (as in neo4j://localhost:7687)",
        )


def too_old(agent: str, least: tuple[int, ...]) -> Words | None:
    """Return what to say of a server (`Neo4j/5.26.19`) that is older than the least version; None where it is not."""
    found = re.search(r"/(\d+)\.(\d+)", agent)
    if found is None or (int(found[1]), int(found[2])) >= least:
        return None
    wanted = ".".join(map(str, least))
    return Words(
        f"サーバーの版が古すぎます（{agent}）。Neo4j {wanted} 以降に更新してください",
        f"the server is too old ({agent}); update it to Neo4j {wanted} or later",
    )


def is_out_of_memory(code: str) -> bool:
    """Return whether a server's code says that its memory did not suffice."""
    return "OutOfMemory" in code


def to_database_error(error: Exception, code: str, uri: str) -> DatabaseError:
    """Return the one line for what a driver raised, as an error of ours."""
    words = error_to_words(error, code, uri)
    return LittleMemory(*words, _limit(error)) if is_out_of_memory(code) else DatabaseError(*words)


def _limit(error: Exception) -> str:
    """Return the setting whose limit a server says was reached; the heap's where it names none."""
    found = re.search(r"\bdb(?:ms)?\.memory\.[\w.]+\w", str(getattr(error, "message", None) or error))
    return found[0] if found else _HEAP


def error_to_words(error: Exception, code: str, uri: str) -> Words:
    """Return one line for what a driver raised: by the server's `code`, else by what stands in the error and what caused it."""
    if code:
        if is_out_of_memory(code):
            return Words(*(words.replace("{setting}", _limit(error)) for words in _MEMORY))
        if "system command" in str(getattr(error, "message", "")):
            return _NO_DATA
        for end, words in _SCHEMA.items():
            if code.endswith(end):
                return Words(words.ja.replace("{said}", _said(error)), words.en.replace("{said}", _said(error)))
        return _WHAT_TO_DO.get(code) or _as_it_stands(error, code)
    said = " ".join(_chain(error))
    if "CERTIFICATE_VERIFY_FAILED" in said or "certificate verify failed" in said:
        return _with_uri(_NOT_TRUSTED, uri)
    if "SSL" in said or "encrypted" in said.lower():
        return _with_uri(_NO_TLS, uri)
    if "Notification filtering" in said:
        return Words("サーバーの版が古すぎます。Neo4j を更新してください", "the server is too old for this program; update Neo4j")
    if isinstance(error, UnicodeError):
        return Words(
            "文字として正しくないもの（サロゲートの片割れ）が入っていて、Neo4j に書けません。文書の文字コードを確かめてください",
            "there is half a surrogate pair in the text, which Neo4j cannot hold; look at the document's encoding",
        )
    if isinstance(error, OverflowError) and "port" not in said:
        return Words("64ビットに収まらない整数があり、Neo4j に書けません", "a whole number does not fit into 64 bits; Neo4j cannot hold it")
    if any(words in said for words in ("defunct", "IncompleteCommit", "Failed to read", "Failed to write", "closed by")):
        return _with_uri(_LOST, uri)
    if any(words in said for words in ("connect", "resolve", "routing", "address", "HTTP", "port", "Unable to retrieve")):
        return _with_uri(_UNREACHABLE, uri)
    return _as_it_stands(error, type(error).__name__)


def _chain(error: BaseException | None) -> list[str]:
    """Return the texts of an error and of all that it came from, kinds included."""
    texts: list[str] = []
    while error is not None and len(texts) < 10:
        texts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return texts


def _with_uri(words: Words, uri: str) -> Words:
    return Words(words.ja.replace("{uri}", uri), words.en.replace("{uri}", uri))


def _as_it_stands(error: Exception, code: str) -> Words:
    return Words(f"Neo4j が受け付けません（{code}）: {_said(error)}", f"Neo4j refuses ({code}): {_said(error)}")


def _said(error: Exception) -> str:
    """Return what the server said, in one line."""
    return " ".join(str(getattr(error, "message", None) or error).split())[:300]
