"""
A study file of a stranger: it names what is registered and sets values, and whatever else it tries is refused in one
sentence with exit code 2, at once, and nothing is called or written.
"""

import os
import time
from pathlib import Path

import pytest

from clubsim.experiments.cli import main

STUDY = """\
# @package _global_
defaults:
  - /policy/gate@policies.gate: paid
  - override /scenario: operations_club
  - _self_
control: free
arms:
  free: {gate: null}
  fee: {gate: {price: 120}}
"""
TRAP = "trap"  # a file that any of them would leave behind
MOST_SECONDS = 10.0  # of processor time


def price(text):
    """The study with something else where a price stands."""
    return STUDY.replace("price: 120", text)


def first(entry):
    """The study with one more entry before all others of its defaults."""
    return STUDY.replace("defaults:\n", f"defaults:\n  - {entry}\n")


def slot(text):
    """The study with one more slot."""
    return f"{STUDY}policies: {{x: {text}}}\n"


def anchors(levels):
    """Ten values, ten times ten, ..."""
    lines = ["&a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"&a{k} [{', '.join([f'*a{k - 1}'] * 10)}]" for k in range(1, levels)]
    return STUDY + "question:\n" + "".join(f"  - {line}\n" for line in lines)


def references(levels):
    """The same by references of a reading to itself."""
    lines = ["  a0: [x, x, x, x, x, x, x, x, x, x]"]
    for k in range(1, levels):
        reference = '"${reading.a' + str(k - 1) + '}"'
        lines.append(f"  a{k}: [{', '.join([reference] * 10)}]")
    return STUDY + "reading:\n" + "\n".join(lines) + "\n"


OBJECTS = {
    "an object": price("price: !!python/object:os.system {}"),
    "a new object": price("price: !!python/object/new:os.system [touch trap]"),
    "a call": price("price: !!python/object/apply:os.system [touch trap]"),
    "a call as a list": STUDY + "question: !!python/object/apply:os.system\n  - touch trap\n",
    "a name": STUDY + "question: !!python/name:os.system\n",
    "a module": STUDY + "question: !!python/module:os\n",
    "a tuple": price("price: !!python/tuple [1]"),
    "a tag of its own": price("price: !include /etc/hostname"),
    "a set": STUDY + "world: !!set {a, b}\n",
}
TARGETS = {
    "at the top": STUDY + "_target_: os.system\n",
    "in a slot": slot("{policy: cash, _target_: os.system}"),
    "instead of a policy": slot("{_target_: os.system, _args_: [touch trap]}"),
    "in a field": price("price: {_target_: os.system, _args_: [touch trap]}"),
    "in a condition": slot("{policy: cash, when: {members_above: {_target_: os.getpid}}}"),
    "in the world": STUDY + "world: {visit_cap: {_target_: os.system}}\n",
    "in the scenario": STUDY + "scenario: {start: {_target_: os.getcwd}}\n",
    "in a list": STUDY + "question: [{_target_: os.system}]\n",
    "partly": slot("{policy: cash, _partial_: true}"),
}
HYDRA = {
    "a node": STUDY + "hydra: {run: {dir: trap}}\n",
    "a search path": STUDY + "hydra: {searchpath: ['file:///tmp']}\n",
    "a launcher": STUDY.replace("- _self_", "- override hydra/launcher: joblib"),
    "a launcher from the root": STUDY.replace("- _self_", "- override /hydra/launcher: joblib"),
    "a package": first("/policy/gate@hydra: paid"),
    "a package below": first("/policy/gate@hydra.run: paid"),
    "a slot": STUDY + "policies: {hydra: paid}\n",
    "an arm": STUDY.replace("  fee:", "  hydra:"),
    "its own group": first("hydra/output: default"),
}
RESOLVERS = {
    name: STUDY + f"question: '{text}'\n"
    for name, text in {
        "the environment": "${oc.env:HOME}",
        "the environment, spaced": "${ oc.env : HOME }",
        "the environment in a text": "home is ${oc.env:HOME}.",
        "the environment with a default": "${oc.env:NOPE,x}",
        "the environment, escaped": "\\${oc.env:HOME}",
        "the environment, nested": "${oc.env:${name}}",
        "a resolver of the config": "${oc.select:control}",
        "a made config": "${oc.create:{a: 1}}",
        "a decoded text": "${oc.decode:1}",
        "keys": "${oc.dict.keys:policies}",
        "Hydra's": "${hydra:runtime.cwd}",
        "the time": "${now:%Y}",
        "the version": "${python_version:}",
        "a relative one": "${..control}",
        "brackets": "${policies[gate]}",
        "two in a text": "${control}${control}",
    }.items()
} | {
    "a key": STUDY + "world: {'${oc.env:HOME}': 3}\n",
    "a default": STUDY.replace("gate: paid", "gate: '${oc.env:HOME}'"),
    "a policy": slot("'${oc.env:HOME}'"),
    "a field": price("price: '${oc.env:HOME}'"),
}
POLICIES = {
    text: slot(text)
    for text in (
        *("os.system", "{policy: os.system}", "{policy: os/system}", "{policy: subprocess/run, args: [touch trap]}"),
        "{policy: clubsim.policies.paid_gate.PaidGate}",
        "{policy: 'clubsim.policies.paid_gate:PaidGate'}",
        "{policy: policies/paid_gate}",
        *("{policy: ../gate/paid}", "{policy: /etc/passwd}", "{policy: gate/paid.yaml}", "{policy: gate//paid}"),
        *("{policy: [gate/paid]}", "{policy: {gate: paid}}", "{policy: 3}", "{policy: null}", "{policy: ''}"),
        *("{policy: '${control}'}", '{policy: "gate/paid\\n"}'),
        *("{policy: gate/paid, __class__: os.system}", "{policy: gate/paid, act: os.system}"),
        "{policy: gate/paid, nothing: {}}",
    )
}
ELSEWHERE = {
    entry: first(entry)
    for entry in (
        *(
            "/policy/gate@policies.x: ../../../etc/passwd",
            "/policy/gate@policies.x: ..",
            "/policy/../gate@policies.x: paid",
        ),
        *("/policy/gate@policies.x: /etc/passwd", "/etc/passwd", "../elsewhere", "./elsewhere", "elsewhere"),
        *("file:///etc/passwd", "pkg://os", "/policy/gate@policies.x: file:///etc/passwd"),
        *("'..\\elsewhere'", "'C:\\elsewhere'", "/experiment: ../operations_club", "/experiment: __file__", "__file__"),
        *("/config", "/elsewhere@world: paid", "/policy/gate@world: paid", "/policy/gate@arms: paid"),
        *("/policy/gate@policies.x: [paid, invite]", "/policy/gate@policies.x: 3", "[a, b]", "{a: b, c: d}", "3"),
        *("/policy/gate@policies.x: nothing_like_it", "/sensitivity: plausible", "/policy/gate@_global_: paid"),
    )
} | {
    "no list": STUDY.replace("defaults:\n", "defaults: {a: b}\nother:\n"),
    "an ensemble": STUDY + "ensemble: {file: ../../../../etc/passwd}\n",
    "an ensemble from the root": STUDY + "ensemble: {file: /etc/passwd}\n",
    "a folder of results": STUDY + "out: ../trap\n",
    "an arm": STUDY.replace("  fee:", "  ../trap:"),
    "a graph": STUDY + "scenario: {graph: /etc/passwd}\n",
    "a graph by address": STUDY + "scenario: {graph: 'http://localhost:1/x'}\n",
}
BOMBS = {
    "anchors": anchors(5),
    "more anchors": anchors(12),
    "an anchor in itself": STUDY + "question: &q [*q]\n",
    "a mapping in itself": STUDY + "world: &w {visit_cap: *w}\n",
    "merged anchors": STUDY + "world: &w {<<: *w}\n",
    "references": references(5),
    "more references": references(12),
    "a reference to itself": STUDY + "question: ${question}\n",
    "references in a circle": STUDY + "question: ${days}\ndays: ${question}\n",
    "brackets": STUDY + "question: " + "[" * 3000 + "]" * 3000 + "\n",
    "braces": STUDY + "question: " + "{a: " * 3000 + "1" + "}" * 3000 + "\n",
    "references in references": STUDY + "question: '" + "${" * 3000 + "}" * 3000 + "'\n",
    "many values": STUDY + "question: [" + "1, " * 60_000 + "1]\n",
    "a long file": STUDY + "# " + "x" * 300_000 + "\n",
    "a long number": STUDY + "seeds: " + "9" * 5000 + "\n",
    "a long number in hexadecimal": STUDY + "seeds: 0x" + "f" * 5000 + "\n",
    "a number beyond all": STUDY + "scale: 1.0e+400\n",
    "what a terminal would obey": STUDY + 'question: "\\e]0;x\\a"\n',
    "no text": STUDY + 'question: "a\\0b"\n',
    "two files in one": STUDY + "---\nquestion: x\n",
}
EVERY = {"objects": OBJECTS, "targets": TARGETS, "hydra": HYDRA, "resolvers": RESOLVERS, "policies": POLICIES,
         "elsewhere": ELSEWHERE, "bombs": BOMBS}  # fmt: skip
CASES = [pytest.param(text, id=f"{kind}: {name}") for kind, texts in EVERY.items() for name, text in texts.items()]

OVERRIDES = [
    *("hydra/launcher=joblib", "hydra.run.dir=trap", "hydra.searchpath=[file:///tmp]", "+hydra.run.dir=trap"),
    *("+x=os.system", "+x={policy: os.system}", "+x={_target_: os.system}", "+x.policy=os.system", "gate=../gate/paid"),
    *("gate._target_=os.system", "world._target_=os.system", "arms.fee={_target_: os.system}"),
    *("question=${oc.env:HOME}", "gate.price=${oc.env:HOME}", "+x=${oc.env:HOME}", "'${oc.env:HOME}=3'"),
    *("scenario=../../../etc/passwd", "scenario=/etc/passwd", "ensemble.file=/etc/passwd", "ensemble.file=../x.csv"),
    *("experiment=../x", "+experiment=operations_club", "policy/gate@policies.gate=paid", "~hydra", "+a/b=paid"),
    *(
        "seeds=" + "9" * 5000,
        "question=" + "[" * 2000 + "]" * 2000,
        "days=range(1,9)",
        "days=glob(*)",
        "question=\x1b[31m",
    ),
]


def refused(arguments, folder, capsys):
    """The one sentence; fails if the command does more than complain, and at once."""
    before, began = sorted(os.listdir(folder)), time.process_time()
    code = main(arguments)
    seconds, told = time.process_time() - began, capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert told.err.startswith("clubsim: ")
    assert told.err.count("\n") == 1
    assert all(sign.isprintable() for sign in told.err[:-1])
    assert sorted(os.listdir(folder)) == before
    assert seconds < MOST_SECONDS
    return told.err


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("text", CASES)
def test_a_hostile_file_is_refused(text, folder, capsys):
    """Of an arm that is not there, which is looked for last: only what is wrong with the file is told before."""
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    sentence = refused(["run", "study.yaml", "--arm", "nobody", "--out", "results"], folder, capsys)
    assert "unknown arm" not in sentence
    assert "root:" not in sentence


@pytest.mark.parametrize("override", OVERRIDES, ids=lambda override: override[:40].replace("\x1b", "ESC"))
def test_a_hostile_override_is_refused(override, folder, capsys):
    sentence = refused(["run", "study.yaml", override, "--arm", "nobody", "--out", "results"], folder, capsys)
    assert "unknown arm" not in sentence


def test_the_study_that_all_this_is_planted_in_is_right(folder, capsys):
    assert "unknown arm 'nobody'" in refused(["run", "study.yaml", "--arm", "nobody"], folder, capsys)


def test_anchors_and_references_of_a_usual_size_are_allowed(folder, capsys):
    text = STUDY + "policies: {x: &x {policy: cash, winners: 3}, y: *x}\nreading: {winners: 2}\n"
    (folder / "study.yaml").write_text(text.replace("winners: 3", "winners: '${reading.winners}'"), encoding="utf-8")
    assert "unknown arm 'nobody'" in refused(["run", "study.yaml", "--arm", "nobody"], folder, capsys)


def test_a_file_without_end_is_refused(folder, capsys):
    if not Path("/dev/zero").exists():
        pytest.skip("there is no file without end here")
    assert "is no study" in refused(["run", "/dev/zero", "--arm", "nobody"], folder, capsys)
