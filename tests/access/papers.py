"""The rows of the matrix that are paper, asked for by staff."""

PAPERS = """
handouts.administrations.create  POST   303   403   404   403   403   403   401
handouts.administrations.show    GET    200   403   404   403   403   403   303
handouts.assignments.create      POST   303   403   404   403   403   403   401
handouts.assignments.revoke      POST   303   403   404   403   403   403   401
handouts.assignments.show        GET    200   403   404   403   403   403   303
handouts.consents.show           GET    200   403   404   403   403   403   303
handouts.readiness.create        POST   303   403   404   403   403   403   401
handouts.readiness.show          GET    200   403   404   403   403   403   303
handouts.departures.show           GET    404   403   404   403   403   403   303
handouts.letters.create          POST   200   403   404   403   403   403   401
therapist.second_proofs.remove   POST   303   403   404   403   403   403   401
handouts.pack_jobs.file          GET    404   403   404   403   403   403   303
handouts.pack_jobs.show          GET    404   403   404   403   403   403   303
handouts.make_up_packs.new       GET    200   403   404   403   403   403   303
handouts.make_up_packs.create    POST   422   403   404   403   403   403   401
handouts.make_up_packs.show      GET    200   403   404   403   403   403   303
handouts.packs.new               GET    200   403   404   403   403   403   303
handouts.packs.create            POST   422   403   404   403   403   403   401
handouts.packs.show              GET    200   403   404   403   403   403   303
handouts.worksheets.show         GET    200   403   200   403   403   403   303
handouts.responses.show          GET    200   403   404   403   403   403   303
handouts.reports.new             GET    200   403   404   403   403   403   303
handouts.reports.create          POST   422   403   404   403   403   403   401
handouts.reports.new_of_cohort   GET    200   403   404   403   403   403   303
handouts.reports.create_of_cohort POST  200   403   404   403   403   403   401
therapist.endings.show           GET    200   403   404   403   403   403   303
therapist.endings.create         POST   303   403   404   403   403   403   401
therapist.endings.remove         POST   303   403   404   403   403   403   401
therapist.endings.hold           POST   422   403   404   403   403   403   401
therapist.endings.lift           POST   303   403   404   403   403   403   401
admin.endings.index              GET    403   403   403   403   403   200   303
admin.endings.edit               GET    403   403   403   403   403   200   303
admin.endings.update             POST   403   403   403   403   403   422   401
admin.endings.create             POST   403   403   403   403   403   422   401
admin.endings.show               GET    403   403   403   403   403   200   303
admin.endings.grant              POST   403   403   403   403   403   303   401
admin.endings.remove             POST   403   403   403   403   403   303   401
"""
