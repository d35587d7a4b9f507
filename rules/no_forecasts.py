"""Why there is no forecast, in words."""

from rules.forecast_text import WriteDate
from rules.forecasts import NoForecast, Reason, Target
from rules.provenance import Statement, our_judgement
from rules.trends import LEAST_WEEKS
from rules.wording import say


def tell_no_forecast(outlook: NoForecast, write_date: WriteDate) -> Statement:
    """Return why there is no forecast."""
    if outlook.reason is Reason.TOO_FEW_WEEKS and outlook.reorganised_on is not None:
        return our_judgement(
            say(
                "A forecast needs {need} weekly counts; since the reorganisation of"
                " {reorganised_on}, where counting began anew, I have {have}.",
                need=LEAST_WEEKS.value,
                have=outlook.weeks_used,
                reorganised_on=write_date(outlook.reorganised_on),
            )
        )
    if outlook.reason is Reason.TOO_FEW_WEEKS:
        return our_judgement(
            say(
                "A forecast needs {need} weekly counts; I have {have}.",
                need=LEAST_WEEKS.value,
                have=outlook.weeks_used,
            )
        )
    if outlook.reason is Reason.UNDEFINED_RATIO:
        return our_judgement(
            say("There is no ratio to forecast: it takes both teammates and enablers.")
        )
    if outlook.target is Target.BOUND_ABOVE:
        return our_judgement(say("You are above your upper bound already."))
    return our_judgement(say("You are below your lower bound already."))
