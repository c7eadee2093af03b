"""A snapshot from a stranger, or a broken one: one sentence, no code run, no memory written where none is."""

import io
import json
import pickle
import struct
import zipfile

import numpy as np
import pytest

from clubsim.policies.registry import build
from clubsim.sim import archive
from clubsim.sim.community import Community
from clubsim.sim.packets import Packet
from clubsim.sim.snapshots import SnapshotError, about, load, save


@pytest.fixture(scope="module")
def saved(communities, tmp_path_factory):
    """A small community with everything on, saved; path, tree and arrays."""
    policies = {
        "alliance": build("structure/alliance", {"partners": 1, "size": 8, "hears": 0.2}),
        "rooms": build("structure/rooms", {"capacity": 10}),
        "packets": build("reward/red_packet", {"packets": 3, "amount": 2.0}),
    }
    c = Community(communities.small_scenario(), policies, seed=4, events=True).run(8)
    c.cards, c.packets = {"gate": {0: 1}}, [Packet(payer="club", giver=0, taker=1, amount=2.0)]
    path = save(c, tmp_path_factory.mktemp("snapshots") / "club.clubsim")
    return path, *archive.read_archive(path)


def changed(saved, tmp_path, change):
    """The file with a tree and arrays that were changed, under a right checksum."""
    _, tree, arrays = saved
    tree, arrays = json.loads(json.dumps(tree)), {name: array.copy() for name, array in arrays.items()}
    change(tree, arrays)
    archive.write_archive(tmp_path / "stranger.clubsim", tree, arrays)
    return tmp_path / "stranger.clubsim"


def sentence(path, match):
    with pytest.raises(SnapshotError, match=match) as caught:
        load(path, {})
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 400
    return text


def test_the_file_as_it_was_written_is_loaded(saved):
    assert load(saved[0], {}).day == 8


# Files that are none


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"hello" * 1000, pickle.dumps({"day": 3})])
def test_what_is_no_zip_is_no_snapshot(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    sentence(tmp_path / "x", "is no snapshot")
    with pytest.raises(SnapshotError, match="is no snapshot"):
        about(tmp_path / "x")


def test_another_zip_is_no_snapshot(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.zeros(3))
    sentence(tmp_path / "x.npz", "is no snapshot of a community")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    sentence(tmp_path / "nothing", "cannot be read: No such file")
    sentence(tmp_path, "cannot be read: Is a directory")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.999])
def test_a_file_cut_short_is_refused(saved, tmp_path, share):
    whole = saved[0].read_bytes()
    (tmp_path / "x").write_bytes(whole[: int(len(whole) * share)])
    sentence(tmp_path / "x", "is no snapshot, or only a part of one")


def test_a_byte_that_changed_anywhere_is_seen(saved, tmp_path):
    whole = saved[0].read_bytes()
    rng = np.random.default_rng(1)
    refused = 0
    for place in rng.integers(0, len(whole), 10).tolist():
        other = bytearray(whole)
        other[place] ^= 0x10
        (tmp_path / "x").write_bytes(other)
        try:
            loaded = load(tmp_path / "x", {})
        except SnapshotError:
            refused += 1
        else:  # dates and the like of the zip's own, which nobody reads
            save(loaded, tmp_path / "again", saved[1]["policies"])
            tree, arrays = archive.read_archive(tmp_path / "again")
            assert {**tree, "note": {}} == {**saved[1], "note": {}}
            assert all((arrays[name] == saved[2][name]).all() for name in arrays if arrays[name].dtype.kind != "f")
    assert refused > 5


# Files by whom one does not know


def test_an_array_of_objects_is_never_unpickled(saved, tmp_path):
    hit = tmp_path / "hit"

    class Bomb:
        def __reduce__(self):
            return (hit.touch, ())

    pickled = io.BytesIO()
    np.save(pickled, np.array([Bomb()], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(saved[0]) as old, zipfile.ZipFile(tmp_path / "x", "w") as new:
        for name in old.namelist():
            new.writestr(name, pickled.getvalue() if name == "present.npy" else old.read(name))
    sentence(tmp_path / "x", "holds an array that")
    assert not hit.exists()


@pytest.mark.parametrize("shape", ["(1099511627776,)", "(4294967296, 4294967296)", "(-5,)", "(3.0,)"])
def test_an_array_that_says_it_is_huge_gets_no_room(saved, tmp_path, shape):
    header = f"{{'descr': '<i8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    huge = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(80)
    with zipfile.ZipFile(saved[0]) as old, zipfile.ZipFile(tmp_path / "x", "w") as new:
        for name in old.namelist():
            new.writestr(name, huge if name == "present.npy" else old.read(name))
    sentence(tmp_path / "x", "holds an array that")


def test_a_file_that_unpacks_to_more_than_any_community_is_not_unpacked(saved, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 200_000)
    read = []
    monkeypatch.setattr(archive, "content_of", lambda _, name: read.append(name))
    sentence(saved[0], "says that it holds more than")
    assert read == []


def test_a_part_that_is_larger_than_it_says_is_refused(saved, tmp_path):
    """A zip's list of contents is what the bound is held against; a part is never unpacked beyond what it says."""
    whole = bytearray(saved[0].read_bytes())
    with zipfile.ZipFile(saved[0]) as packed:
        true = struct.pack("<I", packed.getinfo("members.uid.npy").file_size)
    begin = whole.index(b"members.uid.npy", whole.rindex(b"tree.json"))
    place = whole.index(true, begin - 46)
    whole[place : place + 4] = struct.pack("<I", 8)
    (tmp_path / "x").write_bytes(whole)
    sentence(tmp_path / "x", "was damaged")


def test_brackets_without_end_are_refused(saved, tmp_path):
    with zipfile.ZipFile(saved[0]) as old, zipfile.ZipFile(tmp_path / "x", "w") as new:
        for name in old.namelist():
            new.writestr(name, b"[" * 200_000 if name == "tree.json" else old.read(name))
    sentence(tmp_path / "x", "was damaged")


def set_at(*path, value):
    """A change of a tree: what stands at a path becomes `value`."""

    def change(tree, arrays):
        *before, last = path
        for key in before:
            tree = tree[key]
        tree[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (set_at("version", value=2), "version 2 of the format"),
        (set_at("format", value="other"), "is no snapshot of a community"),
        (set_at("code", value="../../x"), "code version"),
        (set_at("engine", value="os.system"), "engine is one of compiled, objects"),
        (set_at("member_class", value="os:system"), "os:system"),
        (set_at("policies", value=[]), "what it says of itself"),
        (set_at("state", value=None), "it has no state"),
        (set_at("state", "day", value=-3), "counted from 0"),
        (set_at("state", "day", value=3.5), "day is a int"),
        (set_at("state", "n_members", value=10**9), "members.uid has the shape"),
        (set_at("state", "luck", "seed", value=-1), "seed"),
        (set_at("state", "__class__", value="x"), "not the parts of a snapshot"),
        (set_at("state", "scenario", "world", "topics", value=1000), "world.topics"),
        (set_at("state", "scenario", "world", "visit_cap", value=float("nan")), "world.visit_cap"),
        (set_at("state", "scenario", "vessel", "refunds", value="all"), "refunds"),
        (set_at("state", "scenario", "start", value="tomorrow"), "start is a date"),
        (set_at("state", "scenario", "tie_slots", value=10**6), "members.tie_row"),
        (set_at("state", "scenario", "channels", 0, "reach", value=7.0), "reach is a chance"),
        (set_at("state", "rooms", "count", value=10**9), "rooms.count"),
        (set_at("state", "standing", "gates", value=[["g", [77, {}]]]), "none of what it may be"),
        (set_at("state", "standing", "quota", value={"messages": 1}), "fields of a Quota"),
        (set_at("state", "standing", "host", value={"cls": "x"}), "fields of a Host"),
        (set_at("state", "generators", "numpy", value={"bit_generator": "MT19937"}), "generators"),
        (set_at("state", "generators", "python", value=[3, [], None]), "generators"),
        (set_at("state", "alliances", value=[["a", {"holders": [], "partners": "x"}]]), "is a list"),
        (set_at("state", "events", value=7), "events"),
    ],
)
def test_a_tree_that_says_something_else_is_refused(saved, tmp_path, change, words):
    sentence(changed(saved, tmp_path, change), words)


def array_set(name, value):
    def change(tree, arrays):
        arrays[name] = value(arrays[name])

    return change


def filled(value):
    """The array with that in its last place."""

    def change(array):
        array = array.copy()
        array.reshape(-1)[-1] = value
        return array

    return change


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("members.tie_row", filled(1_000_000)),
        ("members.tie_row", filled(-2)),
        ("members.tied", filled(-1)),
        ("members.tied", filled(1_000_000)),
        ("members.tied", lambda array: array * 0),
        ("members.tied", lambda array: array * 0 + 1),
        ("members.tie_count", lambda array: array + 1),
        ("members.tie_count", lambda array: array * 0 + 10**18),
        ("members.tie_count", lambda array: array[:0]),
        ("members.room", filled(99_999)),
        ("members.group", filled(-7)),
        ("members.inviter", filled(2**31 - 1)),
        ("members.introduced", filled(5_000)),
        ("members.reason", filled(99)),
        ("members.habit", filled(np.nan)),
        ("members.habit", filled(1e30)),
        ("members.usual_hour", filled(1e9)),
        ("members.uid", lambda array: array * 0),
        ("members.uid", lambda array: array.astype(np.int32)),
        ("members.uid", lambda array: array[:-1]),
        ("members.interests", lambda array: array[:, :-1]),
        ("members.motives", lambda array: array[:, :-1]),
        ("prospects.row", filled(9_999)),
        ("prospects.channel", filled(77)),
        ("feed.counts", lambda array: array[:-1]),
        ("feed.counts", lambda array: array + 1_000),
        ("feed.thread_starter", filled(-1)),
        ("feed.thread_topic", filled(16)),
        ("feed.thread_room", filled(500)),
        ("feed.thread_earlier", filled(10**6)),
        ("feed.room_last", filled(10**6)),
        ("feed.author", filled(10**6)),
        ("feed.thread", filled(-1)),
        ("present", filled(10**6)),
        ("today.helpers", lambda array: np.array([10**6])),
        ("today.mix", lambda array: array[:-1]),
        ("counters._daily", lambda array: array[:, :-1]),
        ("counters._core_rows", lambda array: np.array([10**6])),
        ("packets.2", lambda array: np.full_like(array, 10**6)),
        ("cards.0.1", lambda array: np.full_like(array, 10**6)),
        ("events.kind", filled(100)),
        ("events.day", lambda array: array[:-1]),
        ("alliances.0.0.community.members.tie_row", filled(1_000_000)),
        ("alliances.0.0.partner.here.1", lambda array: array[:-1]),
    ],
)
def test_a_place_where_nothing_is_is_refused(saved, tmp_path, name, value):
    path = changed(saved, tmp_path, array_set(name, value))
    assert content_differs(saved[0], path, name)
    sentence(path, "holds no community")


def content_differs(one, other, name):
    before, after = (archive.read_archive(path)[1][name] for path in (one, other))
    return before.shape != after.shape or before.dtype != after.dtype or (before != after).any()


def test_an_array_too_many_or_too_few_is_refused(saved, tmp_path):
    sentence(changed(saved, tmp_path, lambda tree, arrays: arrays.update(more=np.zeros(3))), "more belongs to nothing")
    sentence(changed(saved, tmp_path, lambda tree, arrays: arrays.pop("members.habit")), "members.habit is missing")


def test_a_partner_of_a_partner_is_refused(saved, tmp_path):
    def nest(tree, arrays):
        (slot, alliance) = tree["state"]["alliances"][0]
        partner = alliance["partners"][0][1]
        partner["alliances"] = [[slot, {"holders": [], "partners": []}]]

    sentence(changed(saved, tmp_path, nest), "a partner has none")


def test_lists_without_end_make_no_objects(saved, tmp_path, monkeypatch):
    monkeypatch.setattr("clubsim.sim.encoding.MOST_OBJECTS", 100)
    sentence(saved[0], "makes more than 100 entries")
