"""The guided tour: which of its steps are done."""

from bot.sandbox.company import TourStep


class Tour:
    """Remembers, for all tabs alike, what was shown and done."""

    def __init__(self, steps: tuple[TourStep, ...]) -> None:
        self.steps = steps
        self.done: set[str] = set()
        self.is_dismissed = False

    def see(self, happening: str) -> bool:
        """Take note of something a person did, such as `command:/plan`.

        Returns:
            Whether it completed a step.
        """
        completed = {step.key for step in self.steps if happening in step.done_when} - self.done
        self.done |= completed
        return bool(completed)
