"""The rows of the matrix in which a client writes practices down, and takes all of it along."""

HOMEWORK = """
portal.own_records.show          GET    403   403   403   200   200   403   303
portal.record_readers.index      GET    403   403   403   200   200   403   303
portal.amendments.index         GET    403   403   403   200   200   403   303
portal.amendments.create        POST   403   403   403   422   422   403   401
portal.own_records.create        POST   403   403   403   422   422   403   401
portal.practice.new              GET    403   403   403   200   404   403   303
portal.practice.create           POST   403   403   403   422   404   403   401
portal.practice.show             GET    403   403   403   200   404   403   303
portal.practice.edit             GET    403   403   403   200   404   403   303
portal.practice.correct          POST   403   403   403   422   404   403   401
portal.practice.take_back        POST   403   403   403   303   404   403   401
portal.practice.update           POST   403   403   403   303   404   403   401
"""
