"""How communities live and die: a marimo notebook for a group, opened by `clubsim workshop how`."""

import marimo

app = marimo.App(width="full", app_title="How communities live and die")


@app.cell(hide_code=True)
def _():
    import marimo as mo

    from clubsim.experiments.compiling import compile_first
    from clubsim.experiments.figures import workshop as draw
    from clubsim.experiments.workshops import life, life_words, showing
    from clubsim.experiments.workshops.widgets import sliders

    return compile_first, draw, life, life_words, mo, showing, sliders


@app.cell(hide_code=True)
def _(mo):
    mo.md("""
    # How communities live and die

    A chat group of **1,000 people** begins on day 0. Nobody runs it: no fee, no programme, no rules. Each member
    decides every day whether to come, what to write and whether to go. What becomes of the group?

    1. **Predict first.** Before a dial is moved, each writes down: how many of the speakers of the best week will be
       left at the end? Set it under *What we expect*, with the pictures hidden if you like.
    2. **Then try.** One dial at a time, and say before each move what it will do.
    3. **What must be true for it to live?** Find settings under which half of its best week's speakers are left after
       a year. How many such worlds do you find, and which of them do you believe in?
    4. **Then doubt.** Throw the dice again. What holds for every throw, and what was luck?
    """)
    return


@app.cell(hide_code=True)
def _(compile_first, life, mo):
    with mo.status.spinner(
        title="Getting ready",
        subtitle="The very first time the model is compiled for this machine, which takes about a minute.",
        remove_on_exit=True,
    ):
        compile_first(quiet=True)
        began = life.live(life.start())
    return (began,)


@app.cell(hide_code=True)
def _(life, sliders):
    dials = sliders(life.dials())
    return (dials,)


@app.cell(hide_code=True)
def _(mo):
    expected = mo.ui.slider(
        0,
        100,
        5,
        50,
        label="**What we expect** to be left of the best week's speakers [%]",
        show_value=True,
        debounce=True,
        full_width=True,
    )
    hidden = mo.ui.switch(label="Hide what happened, while we predict")
    return expected, hidden


@app.cell(hide_code=True)
def _(dials, life):
    lived = life.live(life.try_of(dials.value))
    return (lived,)


@app.cell(hide_code=True)
def _(began, draw, life, life_words, lived, mo, showing):
    _world = lived.scenario.world
    pictures = showing.pictures(
        [
            draw.life_curve(lived.daily, lived.stages, None if lived.one == began.one else began.daily),
            draw.weeks_since_joining(life.retention(lived.cohorts)),
            draw.novelty_curves(
                halflife=_world.halflife,
                floor=_world.novelty_floor,
                shape=_world.novelty_shape,
                form=_world.novelty_form,
                daily_exposure=_world.exposure_by_day + _world.exposure_by_visit,
                days=lived.one.days,
            ),
            draw.messages_and_noise(lived.daily),
        ]
    )
    _sentences = [
        life_words.stages_said(lived),
        life_words.retention_said(lived),
        life_words.membership_said(lived),
        life_words.noise_said(lived),
    ]
    details = mo.md("\n".join(f"- {sentence}" for sentence in _sentences)).text
    return details, pictures


@app.cell(hide_code=True)
def _(began, details, dials, expected, hidden, life_words, lived, mo, pictures, showing):
    _dials = mo.vstack([expected, hidden, *dials.elements.values()]).text
    _said = [
        life_words.fate(lived),
        life_words.against(lived, began, "what you began with"),
        life_words.expected_said(lived, expected.value),
    ]
    if hidden.value:
        _answer = mo.md("What happened is hidden. Predict, then let it show.").text
    else:
        _answer = mo.md("\n\n".join(_said)).text + pictures + details
    mo.Html(showing.page(_dials, _answer))
    return


@app.cell(hide_code=True)
def _(mo):
    again = mo.ui.run_button(label="Throw the dice ten times (takes a moment)")
    again
    return (again,)


@app.cell(hide_code=True)
def _(again, life, life_words, lived, mo):
    mo.md(
        life_words.throws_said(life.throws(lived.one, 10))
        if again.value
        else "One run is one throw of the dice: the same members with other luck may end elsewhere."
    )
    return


@app.cell(hide_code=True)
def _(life, lived, mo):
    mo.md(f"""
    ## To talk about

    - Which dial kept the group alive on its own? Which did nothing until another one was moved?
    - Newcomers: does a stream of them make the group live, or does it hide that those who are there go?
    - Did more noise change who still comes, those of the first day or those who joined later, and not only how many?
    - Which of these dials could a real operator turn, and what would it cost them?

    ## What is assumed, and what the model cannot know

    - Beside each dial stands where its number comes from. Nearly all say **assumed**: so much is known of them. How
      fast the new wears off **for a member** has never been measured, only for news stories; its form neither.
    - No posting log of a real community tests the silence spiral or the noise spiral: what they do here is what was
      put into them, and how they act together is what can be learnt.
    - The members are made up: no group of yours was measured for this page, which is to think with and no forecast.
    - People here do not learn of this page, do not take sides, and have no life outside that changes.
    - The group is called dead when fewer than 5 % of its best week's speakers speak for 28 days. Another rule moves
      the day of death.

    The same without a browser, newcomers left as they are in `configs/scenario/workshop_group.yaml`:

    ```text
    {" ".join(["clubsim run workshop_life", *life.overrides(lived.one), f"--seed {lived.one.seed}"])}
    ```
    """)
    return


if __name__ == "__main__":
    app.run()
