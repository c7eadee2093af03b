"""Event logs are checked where they enter, and each complaint says the next step."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.measures.reading import LogError, check_log, contributions, read_log, window


def frame(**columns: object) -> pl.DataFrame:
    """A log of two events, with columns replaced; None takes a column out."""
    good: dict[str, object] = {"member": [0, 1], "day": [0, 3], "kind": ["post", "reply"], "target": [-1, 0]}
    return pl.DataFrame({name: values for name, values in (good | columns).items() if values is not None})


def written(tmp_path: Path, log: pl.DataFrame) -> Path:
    path = tmp_path / "log.parquet"
    log.write_parquet(path)
    return path


def test_a_log_comes_back_with_its_events_and_without_foreign_columns(tmp_path: Path) -> None:
    log = read_log(written(tmp_path, frame(text=["a", "b"])))
    assert log.columns == ["member", "day", "kind", "target"]
    assert log["member"].to_list() == [0, 1]
    assert log["kind"].to_list() == ["post", "reply"]
    assert window(log) == (0, 3)


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["post", "reply"]), pl.String])
@pytest.mark.parametrize("whole", [pl.Int8, pl.Int32, pl.Int64])
def test_words_and_whole_numbers_of_any_type_are_read(kind: pl.DataType, whole: pl.DataType, tmp_path: Path) -> None:
    log = frame().with_columns(pl.col("kind").cast(kind), pl.col("member", "day", "target").cast(whole))
    assert read_log(written(tmp_path, log)).equals(check_log(frame()))


def test_a_clock_may_have_gaps() -> None:
    assert check_log(frame(hour=[13.5, float("nan")]))["hour"].to_list() == [13.5, None]


def test_contributions_are_what_is_not_a_visit_or_book_keeping() -> None:
    kinds = ["join", "visit", "checkin", "attend", "message", "reply", "reward", "pay", "renew", "lapse",
             "leave", "removed", "refused", "commit"]  # fmt: skip
    log = pl.DataFrame({"member": 0, "day": 0, "kind": kinds, "target": -1})
    assert contributions(check_log(log))["kind"].to_list() == ["message", "reply", "commit"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"day": None, "Day": [0, 3]}, "no column 'day', only: .*Day; rename 'Day' to 'day'"),
        ({"target": None}, "no column 'target', .* add it .*-1 for none"),
        ({"day": [0.0, 1.5]}, "'day' .* must be an integer type .*not Float64; cast 'day' to int32"),
        ({"member": ["ann", "bob"]}, "'member' .*not String; number the values of 'member' from 0"),
        ({"day": np.array([1, 2], dtype="datetime64[ms]")}, "write the days since the first"),
        ({"kind": [1, 2]}, "'kind' .* must be text or categorical .*not Int64"),
        ({"target": [None, 0]}, "'target' .* has 1 empty cells; write -1 for no target"),
        ({"member": [-1, 0]}, "'member' .* must be >= 0 .*not -1"),
        ({"target": [-2, 0]}, "'target' .* must be >= -1 .*not -2; write -1 for no target"),
        ({"day": [0, 1_600_000_000]}, r"<= 100000 .*not 1600000000; if these are seconds"),
        ({"member": np.array([0, 2**63], dtype=np.uint64)}, r"< 2\*\*63"),
        ({"hour": [1.0, 24.0]}, r"'hour' .* \[0, 24\), not 24; write 0 for midnight"),
        ({"hour": ["8:00", "9:00"]}, r"'hour' .* number in \[0, 24\), not String; write 13.5"),
        ({"member": [], "day": [], "kind": [], "target": []}, "no rows; an event log needs at least one"),
    ],
)  # fmt: skip
def test_a_wrong_log_is_one_sentence(columns: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(LogError, match=message) as caught:
        read_log(written(tmp_path, frame(**columns)))
    assert "log.parquet" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_parquet_file_is_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "log.csv"
    text.write_text("member,day,kind,target\n0,0,post,-1\n")
    with pytest.raises(LogError, match=r"^log\.csv cannot be read as Parquet .*write it again") as caught:
        read_log(text)
    assert "\n" not in str(caught.value)
    with pytest.raises(LogError, match="is not a file; give the path of one event log"):
        read_log(tmp_path / "nowhere.parquet")
    with pytest.raises(LogError, match="is not a file"):
        read_log(tmp_path)


def test_a_torn_file_is_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, frame())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LogError, match="cannot be read as Parquet"):
        read_log(path)
