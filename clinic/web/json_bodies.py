"""Reading the JSON that scripts send."""

from typing import Any

from flask.json.provider import DefaultJSONProvider


class JsonBodies(DefaultJSONProvider):
    """Reads JSON as Flask does; a text nested too deep to be read is as bad as one cut off."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read a text; raises `ValueError` where it cannot be read."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deep") from None
