"""A status text -> how far the measure has come: ongoing, pilot, planned or considering.

Each part of the text (・ items, sentences) is judged by its last words; then: a trial whose full run is to come is a
pilot, any part carried out makes it ongoing, else planned (a date or 予定), else considering.
"""

import re
from typing import NamedTuple

from loaders.folding import fold_pattern

_PART = re.compile(r"(?:(?!第[0-9]+回[::])[^。\n])+|第[0-9]+回[::](?:(?!第[0-9]+回[::])[^。\n])*")
_BRACKETS = re.compile(r"\([^()]*\)")


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(fold_pattern(pattern))


_CONSIDERING = _rule(
    r"(?:検討|協議|調整|研究|精査|整理|検証|模索)(?:中|を?(?:実施|行|進め|重ね|継続|続け|開始|始め)|し(?:て|ま|た)|する(?!ため|会|場|機会|体制|際|とき|部会|協議会)|して?いく|していく|段階|予定|$|に着手|にとどま)|課題(?:の|を)(?:検証|整理|把握|抽出|洗)|未定|未実施|未着手|情報収集(?:中|を)|構想|(?:在り方|あり方|方策|必要性)(?:等)?について[^。]{0,16}(?:意見を|議論|話し合|聴い|聞い)|議論を(?:始め|進め|重ね|開始|続け)|か(?:どうか)?(?:について|を)[^、。]{0,6}(?:話し合|議論)|(?:論点|課題|たたき台|選択肢)を[^、。]{0,8}(?:書き出|洗い出|並べ|まとめ|詰め)|(?:例|事例|意見|情報)を(?:集め|調べ|聞)"
)
_UNDECIDED = _rule(
    r"(?:決|定)ま(?:っていな|らない)|決めていな|未定|めどが立っていな|結論(?:に|は|を|が)[^、。]{0,6}(?:至っ(?:て(?:い)?な|ていません)|出ていな|出ていません|得ていな)"
)
_DATE = r"(?:(?:令和|平成)?[0-9元]{1,2}年度?(?:[0-9]{1,2}月)?|[0-9]{1,2}月|来年度|次年度|年度内|今年度中|来春|翌年度)"
_ANY_DATE = _rule(_DATE)
_NO_HABIT = r"(?!.*(?:毎月|毎年|毎週|毎日|随時|[年月週]に?[0-9]+回))"
_DATED_AIM = _rule(
    _DATE
    + r"(?:中|末|から|より|に|頃|ごろ)?の?(?:[^、。]{0,12})(?:開設|開始|実施|導入|運用|稼働|完成|供用|開所|公表|策定|発足|改訂|設置)(?:に向け|を目指|をめざ|をめど|を目標|を予定)"
)
_DATED_FUTURE = _rule(
    _NO_HABIT
    + r".*"
    + _DATE
    + r"(?!末?(?:現在|時点))[^。]*(?:(?<!てい)(?<!てお)ます|(?<!てい)(?<!でい)(?<!てあ)[うくすつぶむるぐ]|ことと(?:し|なっ)て(?:いる|います|おり))$"
)
_PAST = _rule(r"(?:た|だ|ている|ています|てある|てあります|ており|てきた|済み?)$")
_PREPARING = _rule(
    r"(?:原稿|台本|仕様書?|要綱|素案|原案|図面|文案|案|画面の仕様)(?:の|を|は)?(?:作成|検討|作|策定|とりまとめ)(?:中|し)?(?:$|(?=[\u3000、]))|(?:基本|実施)設計を?(?:完了|終え|行)|(?:設計|準備|作成|制作|調整|協議|検討|交渉)(?:中|を進め|している)|話し合いを続け|(?:物件|候補地?|場所|委託先|事業者|業者|受託者|仕様|条件|詳細|日程|体制)を(?:[^、。]{0,6})(?:選ん|選定し|固め|詰め|絞り込ん|探し|募集し|公募し)[でて](?:い|お)|予算を?(?:要求|計上)"
)
_PLANNED = _rule(
    r"予定(?!どおり|通り|していた|した)|見込|計画して|(?:に向け|に向けて)(?:準備|調整)|準備(?:中|を進め)|(?:から|より|に|で|中に)(?:[^、]{0,16})(?:開始|実施|導入|設置|着手|策定)する(?:こと)?(?:とし|$)|図る方向|する計画|(?:開設|開始|実施|導入|運用|開所|稼働)(?:の?時期)?は(?:来年度|次年度|翌年度|来春)"
)
_TRIAL = _rule(
    r"試行|モデル(?:的|事業|実施|研修|地区|ケース)|トライアル|先行(?:実施|導入|して)|実証|試しに|試みに|試みとして|試験(?:的|運用|実施|導入)|パイロット|プレ(?:実施|運用|開設)"
)
_FULL_RUN = _rule(
    r"本格(?:実施|導入|運用|展開|稼働|開始|的[なに][^、。]{0,4}(?:実施|運用|導入|開設|開始|展開))|かどうかを?[^。]{0,24}(?:判断|決め|決定|見極め)|全(?:県|域|市町村?|区|庁|圏域)(?:的)?(?:に|へ|で)?(?:展開|拡大|広げ)|(?:正式|全面)(?:な|に|的な)?(?:実施|運用|導入|展開)|(?:結果|効果|検証)を(?:踏まえ|もとに|基に)|可否|(?:拡大|展開|継続)(?:の|を)?(?:可否)?(?:を)?(?:検討|判断|決定)|事業化"
)
_DONE = _rule(
    r"実施|開催|設置|運営|運用|配置|配布|作成|整備|対応|支援|確保|交付|助成|補助|周知|発信|連携|推進|共有|提供|導入|開設|公表|配信|掲載|派遣|受付|応じ|継続|確立|構築|強化|充実|任用|改定|策定|新設|登録|促進|把握|参加|協力|働きかけ|つなげ|つない|図(?:った|っている|り|る)|行(?:った|って|い|う)|取り組|件|回|人|名|済|締結|委託|完了|着手|開始|啓発|放映|展開|出展|展示|案内|受け入れ|受入"
)
# Carried out, and what is looked into now is how to go on: 実施したが、…方法を検討する.
_DONE_BUT = _rule(r"(?:実施|開催|設置|配布|作成|導入|開始)し(?:た|ました)(?:が|ものの|けれど)、")
_LOOKING_INTO = _rule(r"(?:調査|アンケート|ヒアリング|視察|意見交換|照会)を?[^、]{0,4}$")
# Looking into single cases is the work itself: ケースの支援方針を協議している, 必要に応じて〜と調整する.
_CASE_WORK = _rule(
    r"^(?!.*(?:在り方|あり方|導入|方法|方策|見直し|可否|必要性|拡大)).*?((?:ケース|事案|支援方針|処遇|個別の?(?:事例|支援))(?:の|を|について)[^、。]{0,10}(?:検討|協議|調整|話し合)|事例を(?:持ち寄|検討し)|[0-9]+(?:件|人|世帯)(?:は|について|の)[^。]{0,12}(?:協議|調整|検討)|必要に応じ[^。]{0,24}(?:協議|調整)|意向[^、。]{0,6}(?:確認|踏まえ)[^。]{0,20}(?:調整|協議))"
)
_MET_AND_DID = _rule(r"[0-9]+回[^、。]{0,4}(?:開き|行い)、[^、]*(?:した|しました)\u3000*$")
_GETTING_READY = _rule(r"(?:作業|手続き?|選定|改修|工事|公募)を?(?:進め|行)")
# Views, figures or examples gathered before something is decided: 意見を伺った, 実態を把握した.
_GATHERED = _rule(
    r"(?:意見|声|要望|実態|状況|水準|現状|課題|事例|例|ニーズ|意向|情報|データ|資料)(?:等|など)?(?:の|を|も)?[^、。]{0,8}(?:把握|伺|うかが|聴|聞|調査|収集|集め|集約|整理|照会|確認|分析|洗い出|取り寄せ)[^、。]{0,6}$|(?:調査|アンケート|ヒアリング|聞き取り|視察|意見交換|照会|見学)(?:を|に)?[^、。]{0,8}(?:行った|行いました|実施した?|しました|した|済み?|終えた|開始)?$"
)
# What will be, told in the plain non-past after a plan: 訓練は〜が行う.
_WILL_BE = _rule(
    r"(?:(?<!てい)(?<!でい)(?<!てあ)[うくすつぶむるぐ]|[わかがさたなばまらめけれしえせべ]ない|こと(?:と|に)(?:している|しています|なっている|なっています)|(?<!てい)(?<!でい)(?<!てあり)ます)(?:\)|\u3000)*$"
)
_NOT_YET = _rule(
    r"(?:実施|開始|導入|開催|設置|策定)(?:に(?:は)?至っ(?:て(?:い)?な|ていません)|していな|できていな)|着手(?:して|できて)いな|未着手|未実施|(?:は|が)?(?:まだ|いまだ|未だ)"
)


_FINITE = _rule(
    r"(?:実施|開催|設置|配布|作成|導入|整備|公表|対応|策定|開始|締結)(?:し|した|済み?|しており|したほか)?、$|(?:っ|い|ん)(?:て|で)(?:い|お)(?:り|る)、$|おり、$|ほか、$"
)


class StatusFound(NamedTuple):
    """A status told: its id, the span of the words in the folded text, the rule and how sure it is."""

    status: str
    start: int
    end: int
    rule: str
    certainty: str


def status_text_to_status(text: str) -> StatusFound:
    """Return the status that a folded status text tells; `stage_by_default` is ongoing where no word tells a stage."""
    parts = [_part_to_status(text, match.start(), match.end()) for match in _PART.finditer(text)]
    found = [part for part in parts if part]
    if not_begun(text) and (dated := next((part for part in found if part.status == "planned"), None)):
        return dated
    if early := _only_prepared(text, found):
        return early
    trials = [part for part in found if part.status == "pilot"]
    others = [part for part in found if part.status == "ongoing"]
    if trials and (_FULL_RUN.search(text) or not others):
        return trials[0]
    for status in ("ongoing", "pilot", "planned", "considering"):
        if first := next((part for part in found if part.status == status), None):
            return first
    return StatusFound("ongoing", 0, min(len(text), 20), "stage_by_default", "weak")


def _only_prepared(text: str, found: list[StatusFound]) -> StatusFound | None:
    """Return the stage where what seems done is only how it will be, or what was gathered for the decision.

    開講予定。訓練は〜が行う is a plan; 意見を伺った。引き続き検討する is being looked into.
    """
    first = {status: next((part for part in found if part.status == status), None) for status in ("planned", "considering")}
    parts = [match.group().rstrip("\u3000") for match in _PART.finditer(text) if match.group().strip()]
    if planned := first["planned"]:
        at = text[: planned.start].count("。")
        if at == 0 and len(parts) > 1 and all(_WILL_BE.search(part) for part in parts[1:]):
            return planned
    if considering := first["considering"]:
        at = len(_PART.findall(text[: considering.start])) - 1
        if at > 0 and at == len(parts) - 1 and all(_GATHERED.search(part) for part in parts[:at]):
            return considering
    return None


def not_begun(text: str) -> bool:
    """Whether a folded status text says that nothing has begun."""
    return bool(_NOT_YET.search(text))


def _part_to_status(text: str, start: int, end: int) -> StatusFound | None:
    """Judge one part by its clauses, the last first: what stands last in Japanese is what holds."""
    part = _BRACKETS.sub(lambda match: "\u3000" * len(match.group()), text[start:end])
    trial = _TRIAL.search(part)
    tail_at = max(part.rstrip("\u3000、 等").rfind("、") + 1, 0)
    tail = part[tail_at:]

    def told(status: str, match: re.Match[str], offset: int, rule: str, certainty: str = "sure") -> StatusFound:
        return StatusFound(status, start + offset + match.start(), start + offset + match.end(), rule, certainty)

    whole = text[start:end]
    if undecided := _UNDECIDED.search(whole):
        return told("considering", undecided, 0, "stage_considering")
    if not_yet := _NOT_YET.search(part):
        if planned := _PLANNED.search(whole):
            return told("planned", planned, 0, "stage_planned")
        return told("considering", not_yet, 0, "stage_considering", "likely")
    preparing = _PREPARING.search(part)
    if (aim := _DATED_AIM.search(part)) and (
        preparing or _GETTING_READY.search(part, aim.end()) or not _PAST.search(part.rstrip("\u3000"))
    ):
        return told("planned", aim, 0, "stage_planned")
    planned, considering = _PLANNED.search(tail), _CONSIDERING.search(tail)
    if not planned and (case := _CASE_WORK.search(part)):
        return StatusFound("ongoing", start + case.start(1), start + case.end(1), "stage_done", "likely")
    done_before = _DONE.search(part[:tail_at]) if tail_at else None
    if trial and not (planned and trial.start() >= tail_at) and not _PLANNED.search(part[trial.end() : trial.end() + 8]):
        return told("pilot", trial, 0, "stage_trial")
    if preparing:
        dated = _PLANNED.search(part)
        return told("planned", dated, 0, "stage_planned") if dated else told("considering", preparing, 0, "stage_preparing", "likely")
    if planned or considering:
        if (earlier := _DONE_BUT.search(part)) and not _LOOKING_INTO.search(part[: earlier.start()]):
            return told("ongoing", earlier, 0, "stage_done", "likely")
        if done_before and not _CONSIDERING.search(part[:tail_at]) and (_is_finite(part[:tail_at]) or _MET_AND_DID.search(part)):
            return told("ongoing", done_before, 0, "stage_done", "likely")
        match = planned or considering
        assert match is not None
        return told("planned" if planned else "considering", match, tail_at, "stage_planned" if planned else "stage_considering")
    if future := _DATED_FUTURE.match(part.rstrip("\u3000")):
        date = _ANY_DATE.search(part)
        return told("planned", date or future, 0, "stage_dated", "likely")
    # The last word of doing is the predicate: 週1回実施 rests on 実施, not on 回.
    if done := next(reversed(list(_DONE.finditer(part))), None):
        return told("ongoing", done, 0, "stage_done")
    if past := _PAST.search(part.rstrip("\u3000")):
        return told("ongoing", past, 0, "stage_past", "likely")
    return None


def _is_finite(words: str) -> bool:
    """Whether the clauses before the last end in something carried out, not in a noun that the last clause goes on with."""
    return bool(_FINITE.search(words))
