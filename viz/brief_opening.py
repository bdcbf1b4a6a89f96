"""The first words of a brief: how many of how many, how far they are, and on what the figures rest."""

from __future__ import annotations

from graph_model.graph import targets_of
from graph_model.words import Words
from viz.brief_citations import Citations
from viz.brief_facts import BriefFacts
from viz.brief_length import Limits
from viz.report_blocks import Span, Spans, number_spans, words
from viz.report_names import citation, date_words, full_name, node_name


def opening(facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits, cited: Citations) -> Spans:
    """Return the first sentence: how many of how many, and how many of them are planned or considered; of a measure, what it names."""
    return _Opening(facts, node, own, lang, limits, cited).sentence()


class _Opening:
    """The first sentence being written."""

    def __init__(self, facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits, cited: Citations) -> None:
        self.facts, self.node, self.own, self.lang, self.limits = facts, node, own, lang, limits
        self.graph, self.kind = facts.graph, facts.graph.nodes[node]["kind"]
        self.cited = cited

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).said_in(self.lang)

    def name(self, node: str) -> str:
        return node_name(self.graph, node, self.lang)

    def sentence(self) -> Spans:
        """Return the first sentence: how many of how many, and how many of them are planned or considered."""
        total, own = len(self.facts.measures), self.own
        if self.kind == "Measure":
            return self._measure_opening(total)
        known = [measure for measure in own if measure not in self.facts.without_status]
        planned = [measure for measure in known if measure not in self.facts.operating]
        unknown = len(own) - len(known)
        head = self.say(f"{total}取組のうち{self._named_by()}は {len(own)}", f"Of {_many(total, 'measure')}, {len(own)} {self._named_by()}")
        if "status" in self.facts.unread:
            return words(
                head
                + self.say(
                    "（取組状況の欄がなく、段階は分かりません）。", " (the document has no status column: how far they are is not known)."
                )
            )
        spans: list[Span] = [
            Span(
                head
                + self.say(
                    f"、うち検討・予定は {len(planned)}",
                    f"; {len(planned)} of these {'is' if len(planned) == 1 else 'are'} planned or considered",
                )
            )
        ]
        if planned:
            spans += [Span(self.say("（", " (")), *number_spans(planned, self.lang, self.limits.numbers), Span(self.say("）", ")"))]
        if unknown:
            spans.append(Span(self.say(f"、状況の記載なしは {unknown}", f"; of {unknown} the status is blank")))
        return (*spans, Span(self.say("。", ".")), *self._relisted_there())

    def _named_by(self) -> str:
        names, are, stand = ("names", "is", "stands") if len(self.own) == 1 else ("name", "are", "stand")
        name = self.name(self.node)
        if self.kind == "TargetGroup":
            who = name + ("の方" if name.endswith("籍") else "")
            return self.say(f"{who}を明示する取組", f"{names} the group “{name}”")
        if self.kind == "Bureau":
            return self.say(f"{name}が所管する取組", f"{are} owned by {name}")
        if self.kind == "Organisation":
            return self.say(f"{name}との連携・協働を記す取組", f"{names} “{name}” as taking part")
        if self.kind == "SupportType":
            return self.say(
                f"{full_name(self.graph, self.node, self.lang)}を記す取組", f"{names} {full_name(self.graph, self.node, self.lang)}"
            )
        number = self.graph.nodes[self.node].get("number", "")
        return self.say(f"基本目標{number}に掲げる取組", f"{stand} under goal {number}")

    def _relisted_there(self) -> Spans:
        if self.kind != "Goal":
            return ()
        again = [measure for measure in self.own if self.facts.goals[measure].get(self.node)]
        return (
            words(
                self.say(
                    f"そのうち再掲によるものは {len(again)}。",
                    f" {len(again)} of them {'stands' if len(again) == 1 else 'stand'} there by relisting.",
                )
            )
            if again
            else ()
        )

    def _measure_opening(self, total: int) -> Spans:
        facts, node = self.facts, self.node
        groups, supports, partners = (len(held.get(node, ())) for held in (facts.groups, facts.supports, facts.outside))
        status = "・".join(self.name(one) for one in targets_of(self.graph, "HAS_STATUS", node)) or self.say("記載なし", "not stated")
        cited = Span(citation(self.graph, node, self.lang), mark=self.cited.mark(node))
        text = self.say(
            f"。{total}取組の一つで、明示する対象者は {groups}、支援は {supports}、外部の関係機関は {partners}。状況は「{status}」。",
            f". One of {_many(total, 'measure')}; it names {_many(groups, 'group')}, {_many(supports, 'kind of help', 'kinds of help')}, {_many(partners, 'outside partner')}. Its status: {status}.",
        )
        return (cited, Span(text))


def _many(count: int, one: str, several: str = "") -> str:
    """Return a number with its noun in English: 1 group, 2 groups."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def basis(facts: BriefFacts, own: list[str], lang: str) -> Spans:
    """Return what the figures rest on: the plan, its date, and how many links a person has reviewed."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    links, reviewed = facts.reviewed(own)
    plan = facts.answers["gap-cells"]["plans"][0]
    as_of = date_words(plan["as_of"], lang) + say("時点", "") if plan["as_of"] else say("日付の記載なし", "undated")
    return words(
        say(
            f"{facts.graph.nodes[plan['id']]['title']}（{as_of}）による。これらの取組のリンク {links}件のうち人が確認したものは {reviewed}件で、ほかは文書の語からの機械抽出。",
            f"From {facts.graph.nodes[plan['id']]['title']} (as of {as_of}). Of the {_many(links, 'link')} of {'this measure' if len(own) == 1 else 'these measures'} a person has reviewed {reviewed}; the rest are machine-extracted from the document's words.",
        )
    )
