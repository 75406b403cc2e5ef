"""What taking an agreement back brings about, said before it is done."""

from flask_babel import gettext as _

from clinic.domain.people.consents import WithdrawalEffect


def effects_to_her() -> list[str]:
    """Say it to the person herself, in the order in which she may want to know it."""
    words = {
        WithdrawalEffect.POST_STOPS: _(
            "No more reminders are sent to you about this group; news such as a canceled session "
            "still reach you."
        ),
        WithdrawalEffect.LEFT_OUT: _(
            "From now on your answers are in no figures about the group that leave the clinic."
        ),
        WithdrawalEffect.SEEN: _("Those who lead your group see it, and will talk with you."),
        WithdrawalEffect.STAYS: _(
            "Your place and your page stay until you have talked about it, and what was written up "
            "to now stays in your record."
        ),
    }
    return [words[effect] for effect in WithdrawalEffect]


def effects_to_staff() -> list[str]:
    """Say it to whoever notes it."""
    words = {
        WithdrawalEffect.POST_STOPS: _(
            "Reminders about this group stop; news such as a canceled session still go out."
        ),
        WithdrawalEffect.LEFT_OUT: _(
            "Reports about the group that are made from now on leave the person out."
        ),
        WithdrawalEffect.SEEN: _("Everybody who leads the group sees it on their first page."),
        WithdrawalEffect.STAYS: _(
            "The place is not ended by this, and nothing that was written is removed."
        ),
    }
    return [words[effect] for effect in WithdrawalEffect]
