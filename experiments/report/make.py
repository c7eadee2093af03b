"""From a study or its folder to the page."""

from pathlib import Path

from clubsim.experiments.compare import carry_out_comparison
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import folder_of
from clubsim.experiments.kept import read_kept
from clubsim.experiments.report.write import write_report
from clubsim.experiments.report_runs import further_tables
from clubsim.experiments.study import Study
from clubsim.experiments.wording import ENGLISH


def report_study(
    study: Study, out: Path | None, code: str, quiet: bool, retry_failed: bool = False
) -> tuple[Path, bool]:
    """
    Compare a study, run what its report takes besides, and write the page into its folder.

    Returns:
        The page, and whether every run of the comparison has a result.
    """
    with folder_of(study, "comparison", out) as folder:
        done = carry_out_comparison(study, folder, quiet, retry_failed)
        kept = read_kept(folder)
        further_tables(done.study, folder, kept.tables["members"], quiet)
        file = write_report(read_kept(folder), folder / name_of(code), code)
    return file, not done.report.without_result


def report_folder(folder: Path, out: Path | None, code: str) -> Path:
    """Write the page of a comparison that is there, into its folder or into `out`; nothing is run."""
    kept = read_kept(folder)
    where = folder if out is None else out
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"{where} cannot be made: {error.strerror}; give another folder by --out") from None
    return write_report(kept, where / name_of(code), code)


def name_of(code: str) -> str:
    """The file of a page in a language."""
    return "report.html" if code == ENGLISH else f"report.{code}.html"
