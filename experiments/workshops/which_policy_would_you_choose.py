"""Which policy would you choose: a marimo notebook for two groups, opened by `clubsim workshop which`."""

import marimo

app = marimo.App(width="full", app_title="Which policy would you choose?")


@app.cell(hide_code=True)
def _():
    from dataclasses import asdict

    import marimo as mo

    from clubsim.experiments.compiling import compile_first
    from clubsim.experiments.figures import workshop as draw
    from clubsim.experiments.workshops import choosing, showing
    from clubsim.experiments.workshops import choosing_words as words
    from clubsim.experiments.workshops.widgets import sliders

    return asdict, choosing, compile_first, draw, mo, showing, sliders, words


@app.cell(hide_code=True)
def _(mo):
    mo.md("""
    # Which policy would you choose?

    A club has room for **1,000 members** in three seasons of six weeks. Two groups run it, each as it likes; beside
    them goes on a club that nobody runs. The same people knock at all three doors, and their luck is the same, so that
    what differs is your policy.

    1. **Choose first.** Each group agrees on its policies and writes down what it expects: more speakers than the
       other group, or fewer? Who will gain, and who will lose? What will it cost?
    2. **Then set the dials**, and read the sentence at the top before the pictures.
    3. **Argue for your denominator.** A club can look livelier because it let in, or kept, fewer.
    4. **Is it luck?** Where the page says that nothing can be told, add throws of the dice, or find a larger dose.
    """)
    return


@app.cell(hide_code=True)
def _(choosing, compile_first, mo):
    with mo.status.spinner(
        title="Getting ready",
        subtitle="The very first time the model is compiled for this machine, which takes about a minute.",
        remove_on_exit=True,
    ):
        compile_first(quiet=True)
        choosing.run(choosing.NONE, 0)
    return


@app.cell(hide_code=True)
def _(asdict, choosing, sliders):
    _begun = choosing.examples()
    first = sliders(choosing.dials(), asdict(_begun[choosing.FIRST]))
    second = sliders(choosing.dials(), asdict(_begun[choosing.SECOND]))
    common = sliders(choosing.common_dials())
    return common, first, second


@app.cell(hide_code=True)
def _(choosing, common, first, second):
    of_first, of_second = choosing.Choice(**first.value), choosing.Choice(**second.value)
    seeds = int(common.value["seeds"])
    return of_first, of_second, seeds


@app.cell(hide_code=True)
def _(choosing, common, draw, first, mo, of_first, of_second, second, seeds, showing, words):
    _dials = mo.vstack(
        [
            mo.md("**First group**"),
            *first.elements.values(),
            mo.md("**Second group**"),
            *second.elements.values(),
            mo.md("**Both**"),
            *common.elements.values(),
        ]
    ).text

    def _answer(so_far: int) -> object:
        compared = choosing.compare(of_first, of_second, so_far)
        chosen = f"{words.chosen('first', of_first)} {words.chosen('second', of_second)}"
        more = f" **{so_far} of {seeds} throws so far …**" if so_far < seeds else ""
        said = [
            words.denominators(compared, choosing.FIRST),
            words.denominators(compared, choosing.SECOND),
            words.winners(compared, choosing.FIRST),
            words.winners(compared, choosing.SECOND),
            words.costs(compared),
        ]
        pictures = [
            draw.speakers_of_arms(compared.daily),
            draw.three_denominators(choosing.in_percent(compared), choosing.DENOMINATORS),
        ]
        table = showing.table(
            f"After {compared.days} days: means over {so_far} throws, and 95% intervals of the differences",
            ("", *choosing.ARMS, "first − nothing", "second − nothing", "second − first"),
            words.outcome_rows(compared),
        )
        verdict = mo.md("\n\n".join([chosen + more, *words.verdict(compared)])).text
        details = mo.md("\n".join(f"- {sentence}" for sentence in said)).text
        return mo.Html(showing.page(_dials, verdict + showing.pictures(pictures) + details + table))

    *_soon, _all = choosing.growing(seeds)
    for _throws in _soon:
        mo.output.replace(_answer(_throws))
    _answer(_all)
    return


@app.cell(hide_code=True)
def _(choosing, mo, of_first, of_second, seeds):
    _command = choosing.command_line(of_first, of_second, seeds)
    mo.md(f"""
    ## To talk about

    - Did the group that expected most get it? What did it overlook?
    - Who would have to agree to your policy, and are they among those who lose by it?
    - Would you still choose it if the fee, the gifts or your evenings were paid by you?
    - What would you measure in a club of your own, to find out whether this holds there?

    ## What is assumed, and what the model cannot know

    - Beside each dial stands where its number comes from. The people are those of one real club of 2016 as its operator
      described it, twice as many; several of their numbers were fitted to its figures and most are assumed
      (`clubsim parameters`).
    - A cull also asks for 14 check-ins in six weeks, as that club's did; gifts go to some who speak at the Tuesday
      evening and are paid by a sponsor, so without an evening there are none.
    - The interval is **luck alone**: the model and its numbers taken as true. What is not known of people is more, and
      is not in it. `clubsim compare operations_club` runs an ensemble of parameter sets for that.
    - Nobody here compares this club with another one, writes about it, or remembers what was promised.

    The same without a browser, with as many throws as you like:

    ```text
    {_command}
    ```
    """)
    return


if __name__ == "__main__":
    app.run()
