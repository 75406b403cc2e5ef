"""Every page that somebody gets, as one text, and whose planted words stand in it."""

from tests.access.words import read
from tests.scenes import World

MINE = ("mia", "max", "noor")


def crawl(world: World, name: str) -> str:
    """Ask for every page as somebody, with the ids of each client in turn, and join what came."""
    pages = {
        world.address(door, of): door
        for of in world.furniture
        for door in world.doors
        if door.method == "GET"
    }
    return "\n".join(read(world.open(name, door, url)[1]) for url, door in pages.items())


def canaries(text: str) -> set[str]:
    return {name for name in (*MINE, "olga") if f"-canary-{name}" in text}
