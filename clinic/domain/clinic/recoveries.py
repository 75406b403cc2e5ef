"""The words that somebody keeps on paper, to come back in without anybody's help."""

import re
import unicodedata
from collections.abc import Callable, Sequence

HOW_MANY = 8
_EVERYDAY = """
acorn adobe alder almond amber anchor apple apron arbor arrow aspen atlas attic autumn badge bagel
baker balcony bamboo banjo barley barn basil basket beach beaver bench berry birch biscuit blanket
blossom bonnet border bottle boulder branch bread breeze brick bridge bronze brook broom bucket
button cabin cactus camera candle canoe canyon carpet carrot castle cedar cello chalk cherry chess
chimney cider cinema circle citrus clarinet clay cliff clover cobalt coconut comet compass copper
coral cotton cousin cradle crayon cricket crystal cupboard curtain daisy dance desert diamond
dinner dolphin donkey drawer drum eagle easel echo elbow ember engine evening fabric falcon farmer
feather fence fern ferry fiddle field finch flame flannel flute forest fossil fountain fox galaxy
garden garlic gate ginger glacier glove goose granite grape guitar hammer harbor harvest hazel
hedge helmet heron hill honey horse hotel iceberg igloo indigo island ivory jacket jasmine jersey
jigsaw juniper kayak kettle kitchen kite ladder lagoon lake lantern lemon lentil library lilac
linen lizard lobster locket lumber magnet mango maple marble market meadow melon meteor mirror
mitten monsoon morning mosaic motor mountain muffin museum napkin needle nest nickel noodle
notebook nutmeg oasis ocean olive onion orange orchard organ otter oven paddle palace palm pancake
panda paper parade parcel parrot pasture peach pebble pencil pepper piano picnic pigeon pillow
pine planet plum pocket polar pond poplar potato prairie puddle pumpkin puppet quarry quartz quilt
rabbit radio rafter rain raisin ranch raven ribbon river robin rocket rope rose saddle saffron
sail salmon sandal satin scarf school season sesame shadow shell shore silver sketch sled sleeve
snow soap sofa spice spoon spruce square squirrel stable star station steam stone stove straw
stream sugar summer sunset swan table tango tapestry teapot temple tent thimble thunder ticket
tiger timber toast tomato tower tractor trail train trumpet tulip tunnel turtle umbrella valley
vanilla velvet village vine violet violin volcano waffle wagon walnut water wheat whistle willow
window winter wolf wool yarn yellow zebra zipper
"""
WORDS = tuple(_EVERYDAY.split())
"""Short words of everyday things that are not easily mistaken for each other."""


def new_recovery_words(choose: Callable[[Sequence[str]], str]) -> str:
    """Choose the words; `choose` has to be fit for secrets."""
    return " ".join(choose(WORDS) for _ in range(HOW_MANY))


def plain_recovery_words(typed: str) -> str:
    """Give typed words as they are hashed, however they were spaced, joined or capitalized."""
    letters = unicodedata.normalize("NFKC", typed).lower()
    return " ".join(re.findall(r"[a-z]+", letters))
