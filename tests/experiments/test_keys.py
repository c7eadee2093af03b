"""A run's key: the same for the same run, another for anything that its result hangs on."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from clubsim.experiments.compare import task_of
from clubsim.experiments.keys import describe, keys_of
from clubsim.experiments.study import load_study
from clubsim.sim.admissions import Admissions


def task(*overrides, arm="as_described", seed=0):
    study = load_study("operations_club", ["ensemble=null", *overrides])
    return task_of(study, arm, -1, seed)


def key(job):
    return keys_of([job])[0]


def test_a_key_is_32_hexadecimal_digits_and_the_same_for_the_same_run_loaded_twice():
    assert key(task()) == key(task())
    assert len(key(task())) == 32 and int(key(task()), 16) >= 0


def test_what_an_arm_or_a_set_is_called_is_no_part_of_it():
    plain = task()
    assert key(replace(plain, arm="renamed", set=7)) == key(plain)
    assert key(task(arm="no_cull")) == key(task("~cull"))


@pytest.mark.parametrize(
    "other",
    [
        ["gate.price=199"],
        ["days=299"],
        ["read_off.day=275"],
        ["world.visit_cap=.9"],
        ["scale=1.001"],
        ["scenario.founders=1"],
        ["scenario.tie_slots=23"],
        ["scenario.start=2016-02-16"],
        ["engine=objects"],
        ["+reward=cash"],
        ["decompose=[as_described,no_cull]"],
    ],
)
def test_anything_that_a_result_hangs_on_gives_another(other):
    assert key(task(*other)) != key(task())


def test_each_seed_has_another():
    assert len(set(keys_of([task(seed=seed) for seed in range(20)]))) == 20


def test_what_a_scenario_says_about_itself_is_no_part_of_it():
    plain = task()
    said = replace(plain.scenario, name="another", reported={"remaining": 1}, unidentified=("fee",))
    assert key(replace(plain, scenario=said)) == key(plain)


def test_the_order_of_slots_counts_because_policies_act_in_it():
    plain = task()
    turned = dict(reversed(list(plain.policies.items())))
    assert len(turned) > 1 and key(replace(plain, policies=turned)) != key(plain)


def test_jobs_that_share_a_scenario_have_the_keys_they_have_alone():
    tasks = [task(seed=seed, arm=arm) for seed in range(2) for arm in ("as_described", "no_cull")]
    shared = [replace(each, scenario=tasks[0].scenario) for each in tasks]
    assert keys_of(shared) == [key(each) for each in tasks]


def test_numbers_differ_down_to_their_last_bit_and_in_their_kind():
    assert describe(0.1) != describe(np.nextafter(0.1, 1).item())
    assert describe(1) != describe(1.0) != describe(True) != describe("1")
    assert describe(-0.0) != describe(0.0)
    assert describe(np.float32(0.1)) != describe(0.1)
    assert describe([1, 2]) != describe([2, 1])
    assert describe({3, 1}) == describe({1, 3}) != describe({1, 2})


def test_the_founders_ties_and_who_gets_in_are_part_of_it():
    plain = task()
    graphs = [nx.path_graph(3), nx.star_graph(2), nx.DiGraph(nx.path_graph(3)), nx.relabel_nodes(nx.path_graph(3), str)]
    weighted = nx.path_graph(3)
    weighted.edges[0, 1]["weight"] = 2.0
    keys = [key(replace(plain, scenario=replace(plain.scenario, graph=graph))) for graph in (*graphs, weighted, None)]
    assert len(set(keys)) == len(keys)
    columns = {"day": np.int32, "uid": np.int64, "channel": np.int16, "shift": np.float32, "inviter": np.int64}
    people = [Admissions(**{name: np.full(1, uid, kind) for name, kind in columns.items()}) for uid in (1, 2)]
    assert len({key(replace(plain, admissions=each)) for each in (None, *people)}) == 3


def test_a_job_from_outside_is_known_by_the_text_of_its_module(small_jobs):
    number = small_jobs.Number(arm="a", seed=1)
    name = describe(number).partition('"')[2].partition('"')[0]
    assert name.startswith("small_jobs.Number@") and len(name.rpartition("@")[2]) == 16
    assert key(number) != key(replace(number, factor=2.0))


def test_what_cannot_be_described_is_an_error_and_no_key():
    with pytest.raises(TypeError, match="cannot be part of a run's key"):
        describe(object())
