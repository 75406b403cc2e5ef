"""Read a chart back as a person would: its words, its marks and where they stand."""

from xml.etree import ElementTree

from clinic.charts.labels import LabelBox, box_at

SVG = "{http://www.w3.org/2000/svg}"


class Drawn:
    """A drawn chart, asked by class and by text."""

    def __init__(self, svg: str) -> None:
        self.source = svg
        self.root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by our own code

    def marks(self, class_: str) -> list[ElementTree.Element]:
        """List the elements of a class."""
        return [each for each in self.root.iter() if class_ in each.get("class", "").split()]

    def texts(self, class_: str = "chart-label") -> list[str]:
        """List the words of the labels of a class, in the order in which they were drawn."""
        return [each.text or "" for each in self.marks(class_)]

    def label_boxes(self) -> list[LabelBox]:
        """Give the room that each label takes."""
        return [_box(each) for each in self.root.iter(f"{SVG}text")]

    def touching_labels(self) -> list[tuple[str, str]]:
        """Name the labels that lie over one another."""
        labels = list(self.root.iter(f"{SVG}text"))
        return [
            (one.text or "", other.text or "")
            for place, one in enumerate(labels)
            for other in labels[place + 1 :]
            if _box(one).overlaps(_box(other))
        ]


def _box(text: ElementTree.Element) -> LabelBox:
    """Rebuild the rectangle of a label; a little is taken off, so that touching edges are fine."""
    centered = box_at(float(text.get("x", 0)), float(text.get("y", 0)) - 4.9, text.text or "")
    width = centered.right - centered.left
    shift = {"middle": 0.0, "end": -width / 2, None: width / 2}[text.get("text-anchor")]
    return LabelBox(
        centered.left + shift + 1, centered.top + 1, centered.right + shift - 1, centered.bottom - 1
    )
