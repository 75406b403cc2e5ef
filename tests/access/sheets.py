"""The rows of the matrix about a sheet on the page of the person whom it was given to."""

SHEETS = """
portal.safety_plans.create       POST   403   403   403   303   303   403   401
portal.worksheets.edit           GET    403   403   403   200   404   403   303
portal.worksheets.save           POST   403   403   403   422   404   403   401
portal.worksheets.save           PUT    403   403   403   422   404   403   401
portal.worksheets.finish         POST   403   403   403   409   404   403   401
portal.worksheets.help           GET    403   403   403   303   404   403   303
portal.worksheets.share          POST   403   403   403   422   404   403   401
portal.worksheets.take_back      POST   403   403   403   422   404   403   401
portal.worksheets.form           GET    403   403   403   200   404   403   303
portal.worksheets.upload         POST   403   403   403   422   404   403   401
portal.worksheets.copy           GET    403   403   403   200   404   403   303
"""
