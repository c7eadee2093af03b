"""What stands on the page of a comparison, section by section."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clubsim.experiments.hinges import effects_at, turning
from clubsim.experiments.kept import Kept
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.report import outcome_tables as tables
from clubsim.experiments.report.assumptions import (
    arms_table,
    counts_of_sources,
    parameters_table,
    policies_table,
    weak_evidence,
    what_is_otherwise,
    what_the_control_does,
)
from clubsim.experiments.report.changes import hinge_table, parts_table, stages_in_words
from clubsim.experiments.report.parts import Bullets, Paragraph, Part, Picture, Section, Table
from clubsim.experiments.report.standing import best_sentences
from clubsim.experiments.report.verdict import (
    SHARE,
    SPEAKING,
    STILL_IN,
    Evidence,
    Verdict,
    chip_of,
    in_one_word,
    mean_words,
    verdicts,
)
from clubsim.experiments.wording import say


@dataclass(frozen=True)
class Page:
    """A page: its title, what stands under it, and its sections."""

    title: str
    under: str
    sections: tuple[Section, ...]


def page_of(kept: Kept, drawn: Mapping[str, Picture]) -> Page:
    """
    The page of a comparison, in the language chosen.

    Args:
        kept: what its folder holds.
        drawn: of pictures.
    """
    evidence = evidence_of(kept)
    told = verdicts(evidence)
    sections = (
        _answer(kept, evidence, told),
        _arms(kept),
        _staying(kept, drawn),
        _differences(kept, drawn),
        _life(kept, drawn),
        _who(kept, drawn),
        _money(kept),
        _hanging(kept, evidence, drawn),
        _resting(kept),
        _unknown(kept),
        _making(kept),
    )
    question = kept.config["question"]
    seeds = len(kept.study["seeds"])
    under = say("{n} choices compared over {days} days of a simulated community, on {seeds} seeds each; “{control}” is "
                "what the others are compared with.", n=len(kept.arms), days=kept.days, seeds=seeds,
                control=in_words(kept.control))  # fmt: skip
    return Page(say(question) if question else kept.study["study"], under, sections)


def evidence_of(kept: Kept) -> Evidence:
    """What the verdicts are made of."""
    hinges = kept.tables.get("hinges")
    turned = None
    if hinges is not None and not hinges.is_empty():
        turned = turning(effects_at(hinges, kept.tables["runs"], kept.control, SPEAKING))
    return Evidence(
        comparison=kept.comparison,
        day=kept.read_off_day,
        parts=kept.tables.get("decomposition"),
        hinges=turned,
        hinge_words=kept.hinge_words,
    )


def _answer(kept: Kept, evidence: Evidence, told: Iterable[Verdict]) -> Section:
    notes = [Paragraph(say("Note: {note}.", note=note), "small") for note in kept.study.get("notes", [])]
    rows = []
    for verdict in told:
        cells = [mean_words(evidence.difference(verdict.arm, name)) for name in (SPEAKING, STILL_IN)]
        share = tables.difference_words(evidence.difference(verdict.arm, SHARE), SHARE)
        rows.append((in_words(verdict.arm), in_one_word(verdict, evidence), *cells, share))
    header = (
        say("choice"),
        say("speaking weekly, of 1,000 who knocked"),
        say("how many more or fewer"),
        say("more or fewer still in, of 1,000 who knocked"),
        say("points more or fewer of those in who speak"),
    )
    caption = say("Each choice against “{control}” on day {day}: mean difference and 95 % interval over seeds",
                  control=in_words(kept.control), day=evidence.day)  # fmt: skip
    each = [
        Bullets(
            tuple(sentence.text for sentence in verdict.sentences),
            heading=in_words(verdict.arm),
            word=chip_of(verdict, evidence),
            side=verdict.side,
            about=say(
                "Otherwise than “{control}”: {what}",
                control=in_words(kept.control),
                what=what_is_otherwise(kept, verdict.arm),
            ),
        )
        for verdict in told
    ]
    return Section(
        "answer",
        say("The answer"),
        (
            *notes,
            Bullets(tuple(best_sentences(kept.comparison))),
            Table(caption, header, tuple(rows), numbers=2),
            Paragraph(_how_to_read(), "small"),
            *_control(kept),
            *each,
        ),
    )


def _control(kept: Kept) -> tuple[Part, ...]:
    name, slots = in_words(kept.control), what_the_control_does(kept)
    if not slots:
        return (Paragraph(say("“{control}” does nothing; every other choice adds something.", control=name)),)
    said = say("“{control}” does this; every other choice differs from it in something:", control=name)
    return Paragraph(said), Bullets(tuple(slots))


def _how_to_read() -> str:
    return say("To knock is to come to the door, let in or not; a seed is one course of chance; a set of assumptions "
               "is one way to fill in what the source leaves open. "
               "All choices meet the same people with the same luck, so a difference is the choice and not the dice. "
               "An interval over seeds is luck alone and takes the model as true; the range over sets of assumptions "
               "is wider, and still not all that is unknown. “Cannot be told” means that luck alone could have done "
               "it. Counts of 1,000 who knocked have the same people below the line for every choice; a share of those "
               "still in moves whenever that base does.")  # fmt: skip


def _arms(kept: Kept) -> Section:
    said = say("A choice is called an arm. What each policy does and on what evidence stands under “What it rests on”.")
    return Section("arms", say("The choices"), (Paragraph(said), arms_table(kept, say("The arms"))))


def _staying(kept: Kept, drawn: Mapping[str, Picture]) -> Section:
    comparison = kept.comparison
    found = [
        tables.outcome_table(comparison, say("Counts, mean over seeds"), tables.COUNTS),
        tables.outcome_table(comparison, say("Per 1,000 who knocked, the same people in all arms"), tables.PER_KNOCKED),
        tables.outcome_table(comparison, say("Of all who ever got in"), tables.PER_ADMITTED),
        tables.outcome_table(comparison, say("Of those still in"), tables.PER_REMAINING),
        tables.staying_table(comparison, say("Days in the group up to the last tenure that every run tells of")),
    ]
    said = say("± half of the 95 % interval over seeds. Shares of those admitted or still in move when a gate or a "
               "cull shrinks their base; they never decide a verdict.")  # fmt: skip
    parts: list[Part] = [*_some(drawn, "weekly_speakers", "headcount"), *[table for table in found if table]]
    parts += [Paragraph(said, "small"), *_some(drawn, "retention", "survival", "funnel")]
    return Section("staying", say("Who stays and who speaks"), parts)


def _differences(kept: Kept, drawn: Mapping[str, Picture]) -> Section:
    caption = say("Arm less “{control}”: mean and 95 % interval over seeds; shares in points",
                  control=in_words(kept.control))  # fmt: skip
    said = say("* told: p ≤ .05 by flipping signs over seeds, adjusted over the arms of an outcome (Holm).")
    table = tables.difference_table(kept.comparison, caption)
    return Section("differences", say("What differs"), [*_some(drawn, "forest"), table, Paragraph(said, "small")])


def _life(kept: Kept, drawn: Mapping[str, Picture]) -> Section:
    stages = stages_in_words(kept.tables["daily"], say("Stages, read off the mean of all seeds"))
    parts: list[Part] = [
        *_some(drawn, "life_cycle"),
        stages,
        *_some(drawn, "growth", "power_users", "cohorts", "novelty"),
    ]
    return Section("life", say("The life of the community"), parts)


def _who(kept: Kept, drawn: Mapping[str, Picture]) -> Section:
    caption = say("Change for a member of each kind who is in on the read-off day, arm less control")
    table = tables.segment_table(kept.comparison, caption)
    said = say("Newcomers joined in the 28 days up to the read-off day; the core is the tenth with most messages; "
               "lurkers came and never wrote; payers paid. Who is picked for doing well in one run is likely to do "
               "worse in another, so only where both ways of picking agree is it the arm.")  # fmt: skip
    parts: list[Part] = [*_some(drawn, "segments"), *([table] if table else []), Paragraph(said, "small")]
    return Section("who", say("Who wins and who loses"), parts)


def _money(kept: Kept) -> Section:
    table = tables.outcome_table(kept.comparison, say("Money and work, mean over seeds"), tables.MONEY)
    none = Paragraph(say("No money was taken or spent."))
    return Section("money", say("Money and hours"), [table or none])


def _hanging(kept: Kept, evidence: Evidence, drawn: Mapping[str, Picture]) -> Section:
    parts: list[Part] = [*_some(drawn, "ranking", "tornado", "hinges")]
    if evidence.hinges is not None:
        parts.append(hinge_table(evidence, say("One assumption at a time, over its plausible range")))
    else:
        parts.append(Paragraph(say("No assumption was tried alone; a study names some under hinges:.")))
    if evidence.parts is not None:
        parts.append(parts_table(evidence, say("Differences split into who gets in and what people do once in")))
    if kept.comparison.ensemble.is_empty():
        parts.append(Paragraph(say("No ensemble was run: intervals are luck alone.")))
    return Section("hangs", say("What it hangs on"), parts)


def _resting(kept: Kept) -> Section:
    counts = counts_of_sources()
    said = say("Of the {n} numbers of the model {measured} are measured, {adapted} adapted (a cited form or finding "
               "with numbers of our own) and {assumed} assumed.", n=sum(counts.values()), **counts)  # fmt: skip
    source = tables.source_table(kept.comparison, say("The control beside the figures that its source reports"))
    parts: list[Part] = [*([source] if source else []), policies_table(kept, say("The policies")), Paragraph(said)]
    return Section("rests", say("What it rests on"), [*parts, parameters_table(kept, say("Every number of the model"))])


def _unknown(kept: Kept) -> Section:
    said = say("A simulation shows what follows if its assumptions hold. It does not know what nobody has measured:")
    weak = Bullets(tuple(weak_evidence(kept)))
    return Section("unknown", say("What the model does not know"), [Paragraph(said), weak])


def _making(kept: Kept) -> Section:
    study = kept.study
    packages = ", ".join(f"{name} {version}" for name, version in study["packages"].items() if version)
    seeds = study["seeds"]
    rows = (
        (say("study"), study["study"]),
        (say("seeds"), f"{seeds[0]} … {seeds[-1]}" if len(seeds) > 1 else str(seeds[0])),
        (say("version of the model"), study["code_version"]),
        (say("commit"), study["commit"] or "–"),
        (say("Python"), study["python"]),
        (say("packages"), packages),
    )
    table = Table(say("What made these results"), (say("what"), say("which")), rows, numbers=None)
    said = say("The same study, seeds and version give the same numbers to the last bit. To run it again:")
    command = shlex.join(["clubsim", "report", study["study"], *study["overrides"]])
    return Section("made", say("How it was made"), [table, Paragraph(said), Paragraph(command, "command")])


def _some(drawn: Mapping[str, Picture], *names: str) -> list[Picture]:
    return [drawn[name] for name in names if name in drawn]
