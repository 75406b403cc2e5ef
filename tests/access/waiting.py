"""The rows of the matrix about waiting lists and the places that are offered from them."""

WAITING = """
therapist.waiting.index          GET    200   200   404   403   403   403   303
therapist.waiting.new            GET    200   403   404   403   403   403   303
therapist.waiting.create         POST   422   403   404   403   403   403   401
therapist.waiting.edit           GET    200   403   404   403   403   403   303
therapist.waiting.update         POST   303   403   404   403   403   403   401
therapist.waiting.leave          GET    200   403   404   403   403   403   303
therapist.waiting.remove         POST   422   403   404   403   403   403   401
therapist.waiting.edit_rule      GET    200   403   404   403   403   403   303
therapist.waiting.update_rule    POST   303   403   404   403   403   403   401
therapist.place_offers.new       GET    200   403   404   403   403   403   303
therapist.place_offers.create    POST   422   403   404   403   403   403   401
therapist.place_offers.edit      GET    200   403   404   403   403   403   303
therapist.place_offers.update    POST   422   403   404   403   403   403   401
therapist.place_offers.accept    POST   303   403   404   403   403   403   401
therapist.place_offers.decline   POST   303   403   404   403   403   403   401
therapist.place_offers.remove    POST   303   403   404   403   403   403   401
handouts.waiting.show            GET    404   403   404   403   403   403   303
portal.place_offers.show         GET    403   403   403   200   404   403   303
portal.place_offers.accept       POST   403   403   403   303   404   403   401
portal.place_offers.decline      POST   403   403   403   303   404   403   401
"""
