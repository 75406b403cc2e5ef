"""The rows of the matrix that are no room of a therapist or a client: accounts, office, files."""

OTHERS = """
therapist.cohort_people.index   GET    200   403   404   403   403   403   303
therapist.cohort_people.create  POST   422   403   404   403   403   403   401
therapist.cohort_people.edit    GET    200   403   404   403   403   403   303
therapist.cohort_people.remove  POST   303   403   404   403   403   403   401
auth.account_news.index          GET    200   200   200   200   200   200   303
auth.account_news.update         POST   303   303   303   303   303   303   401
auth.private_texts.edit          GET    200   200   200   200   200   200   303
auth.private_texts.update        POST   422   422   422   422   422   422   401
auth.recoveries.new              GET    200   200   200   200   200   200   200
auth.recoveries.create           POST   422   422   422   422   422   422   422
auth.recoveries.edit             GET    200   200   200   200   200   200   200
auth.recoveries.update           POST   422   422   422   422   422   422   422
auth.recovery_words.new          GET    200   200   200   200   200   200   303
auth.recovery_words.create       POST   422   422   422   422   422   422   401
auth.recovery_words.confirm      POST   303   303   303   303   303   303   401
auth.calendars.index             GET    200   200   200   200   200   403   303
auth.calendars.create            POST   201   201   201   201   201   403   401
auth.calendars.remove            POST   303   303   303   303   303   403   401
auth.calendars.show              GET    200   200   200   200   200   200   200
auth.codes.find                  GET    200   200   200   200   200   200   303
auth.codes.show                  GET    303   303   404   303   404   404   303
auth.drafts.show                 GET    200   200   200   200   200   200   303
auth.help.show                   GET    200   200   200   200   200   200   200
auth.home.show                   GET    303   303   303   303   303   303   303
auth.invitations.accept          POST   422   422   422   422   422   422   422
auth.invitations.show            GET    200   200   200   200   200   200   200
auth.login_sessions.create       POST   422   422   422   422   422   422   422
auth.login_sessions.forget       POST   404   404   404   303   404   404   401
auth.login_sessions.index        GET    200   200   200   200   200   200   303
auth.login_sessions.new          GET    303   303   303   303   303   303   200
auth.login_sessions.remove       POST   303   303   303   303   303   303   303
auth.login_sessions.remove_all   POST   303   303   303   303   303   303   401
auth.login_sessions.remove_one   POST   404   404   404   303   404   404   401
auth.messages.open               GET    404   404   404   303   404   404   303
auth.messages.stop               GET    200   200   200   200   200   200   200
auth.messages.end                POST   200   200   200   200   200   200   200
auth.messages.one_click          POST   200   200   200   200   200   200   200
auth.passphrases.edit            GET    200   200   200   200   200   200   303
auth.passphrases.update          POST   422   422   422   422   422   422   401

admin.accounts.index             GET    403   403   403   403   403   200   303
admin.accounts.new               GET    403   403   403   403   403   200   303
admin.accounts.create            POST   403   403   403   403   403   422   401
admin.accounts.show              GET    403   403   403   403   403   200   303
admin.accounts.invite            POST   403   403   403   403   403   303   401
admin.accounts.grant             POST   403   403   403   403   403   201   401
admin.accounts.deactivate        POST   403   403   403   403   403   303   401
admin.accounts.reactivate        POST   403   403   403   403   403   303   401
admin.audit.index                GET    403   403   403   403   403   200   303
admin.closed_days.index          GET    403   403   403   403   403   200   303
admin.closed_days.create         POST   403   403   403   403   403   422   401
admin.closed_days.remove         POST   403   403   403   403   403   303   401
admin.closed_days.restore        POST   403   403   403   403   403   303   401
admin.messages.index             GET    403   403   403   403   403   200   303
admin.messages.retry             POST   403   403   403   403   403   303   401
admin.consent_texts.index        GET    403   403   403   403   403   200   303
admin.consent_texts.new          GET    403   403   403   403   403   200   303
admin.consent_texts.create       POST   403   403   403   403   403   422   401
admin.settings.edit              GET    403   403   403   403   403   200   303
admin.settings.update            POST   403   403   403   403   403   422   401

fonts.show                       GET    200   200   200   200   200   200   200
static                           GET    200   200   200   200   200   200   200
bootstrap.static                 GET    200   200   200   200   200   200   200
"""
