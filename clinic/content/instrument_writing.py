"""Instruments back into the text of a file: what is written here reads back as the same one."""

from collections.abc import Mapping, Sequence

import yaml

from clinic.domain.measures.instruments import (
    Algorithm,
    Criterion,
    Instrument,
    Item,
    Norm,
    Option,
    Scale,
    ScoringRule,
    Source,
)
from clinic.domain.measures.rights import License, Rights, WordingMedium

Document = dict[str, object]
_WIDTH = 100


def write_instrument(instrument: Instrument) -> str:
    """Write an instrument as the text of its file."""
    return write_document(document_of(instrument))


def write_document(document: Mapping[str, object]) -> str:
    """Write the parts of a file in their order; what is empty is left out."""
    return yaml.dump(
        _kept(document),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=False,
    )


def document_of(instrument: Instrument) -> Document:
    """Give the parts of an instrument's file, by the names that they have there."""
    return {
        "key": instrument.key,
        "form": instrument.form,
        "key_version": Quoted(instrument.key_version),
        "name": instrument.name,
        "short_name": instrument.short_name,
        "purpose": instrument.purpose,
        "recall": instrument.recall,
        "language": instrument.language,
        "lead_in": instrument.lead_in,
        **wording_of(instrument),
        **scoring_of(instrument),
        "wording_source": _source(instrument.wording_source),
        "rights": instrument.rights and rights_of(instrument.rights),
        "license": instrument.license and license_of(instrument.license),
        "loinc": _loinc(instrument),
    }


def wording_of(instrument: Instrument) -> Document:
    """Give the answers and the questions, or their codes and their count."""
    return {
        "options": options_of(instrument.options),
        "items": [_item(item) for item in instrument.items] if _is_worded(instrument) else None,
        "item_count": None if _is_worded(instrument) else len(instrument.items),
        "extra": [_extra(item) for item in instrument.extra],
    }


def scoring_of(instrument: Instrument) -> Document:
    """Give all that a score rests on, beside the questions and their answers."""
    return {
        "key_source": _source(instrument.key_source),
        "marks": instrument.marks and instrument.marks.value,
        "reversed_items": OneLineList(sorted(instrument.reversed_items)),
        "risk_items": [
            {"item": risk.item, "at_least": risk.at_least} for risk in instrument.risk_items
        ],
        "scales": [_scale(scale, len(instrument.items)) for scale in instrument.scales],
        "algorithms": [_algorithm(each) for each in instrument.algorithms],
        "example": _example(instrument),
    }


def options_of(options: Sequence[Option]) -> object:
    """Give answers as a list, or as the lowest and the highest code where none has words."""
    values = [option.value for option in options]
    if not any(option.label for option in options) and values == list(
        range(values[0], values[-1] + 1)
    ):
        return {"low": values[0], "high": values[-1]}
    return [{"value": option.value, "label": option.label} for option in options]


def rights_of(rights: Rights) -> Document:
    """Give the rights record."""
    return {
        "class": rights.class_.value,
        "holder": rights.holder,
        "terms": rights.terms,
        "source": rights.source,
        "date": Quoted(rights.date),
        "notice": rights.notice,
        "media": _media(rights.media),
    }


def license_of(license_: License) -> Document:
    """Give what a clinic was allowed."""
    return {
        "by": license_.by,
        "reference": license_.reference,
        "media": _media(license_.media),
        "until": license_.until and Quoted(license_.until.isoformat()),
    }


class Quoted(str):
    """Text that YAML would take for a number or a day without its quotes."""

    __slots__ = ()


class OneLineList(list[object]):
    """A list that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """Write lists of numbers on one line and quote what looks like a number."""

    def ignore_aliases(self, data: object) -> bool:
        """Write equal values out each time; the reader refuses aliases."""
        return True


_Dumper.add_representer(
    Quoted,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"'),
)
_Dumper.add_representer(
    OneLineList,
    lambda dumper, values: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", list(values), flow_style=True
    ),
)
_Dumper.add_representer(float, lambda dumper, value: dumper.represent_data(_number(value)))


def _number(value: float) -> "int | WrittenNumber":
    """Write a number with at most three decimals, which is what the reader takes."""
    return int(value) if value == int(value) else WrittenNumber(f"{value:.3f}".rstrip("0"))


class WrittenNumber(str):
    """A number as it is to stand."""

    __slots__ = ()


_Dumper.add_representer(
    WrittenNumber,
    lambda dumper, text: dumper.represent_scalar(
        f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", str(text)
    ),
)


def _kept(value: object) -> object:
    """Leave out what is empty, at every depth, but for an empty list of media: it allows none."""
    if isinstance(value, dict):
        found = {key: _kept(each) for key, each in value.items()}
        return {
            key: each
            for key, each in found.items()
            if key == "media" or isinstance(each, Quoted) or each not in (None, "", [], {})
        }
    if isinstance(value, list) and not isinstance(value, OneLineList):
        return [_kept(each) for each in value]
    return value


def _is_worded(instrument: Instrument) -> bool:
    return any(item.text or item.options or item.heading for item in instrument.items)


def _item(item: Item) -> object:
    return item.text if not item.options and not item.heading else _extra(item)


def _extra(item: Item) -> Document:
    return {
        "heading": item.heading,
        "text": item.text,
        "options": options_of(item.options) if item.options else None,
    }


def _source(source: Source | None) -> Document | None:
    return None if source is None else {"source": source.text, "verified": source.mark}


def _scale(scale: Scale, item_count: int) -> Document:
    is_whole = scale.items == tuple(range(1, item_count + 1))
    return {
        "key": scale.key,
        "title": scale.title,
        "better": scale.better.value,
        "items": None if is_whole else OneLineList(scale.items),
        "rule": _rule(scale.rule),
        "as_given": not scale.reverses or None,
        "missing": _missing(scale),
        "without": scale.without
        and {
            "items": OneLineList(scale.without.items),
            "prorated": scale.without.is_prorated,
            **(_source(scale.without.source) or {}),
        },
        "bands": _bands(scale),
        "cutoff": scale.cutoff
        and {"value": scale.cutoff.value, **(_source(scale.cutoff.source) or {})},
        "reliable_change": scale.reliable_change
        and {"value": scale.reliable_change.value, **(_source(scale.reliable_change.source) or {})},
        "norms": [_norm(norm) for norm in scale.norms],
    }


def _rule(rule: ScoringRule) -> Document:
    return {
        "kind": rule.kind.value,
        "factor": None if rule.factor == 1 else rule.factor,
        "table": {str(raw): value for raw, value in rule.table},
        "parts": [{"items": OneLineList(part)} for part in rule.parts],
        "weights": {str(item): weight for item, weight in rule.weights},
    }


def _missing(scale: Scale) -> Document | None:
    rule = scale.missing_rule
    if not rule.up_to and rule.source is None:
        return None
    return {"up_to": rule.up_to, **(_source(rule.source) or {})}


def _bands(scale: Scale) -> Document | None:
    if not scale.bands:
        return None
    ranges = [{"low": band.low, "high": band.high, "label": band.label} for band in scale.bands]
    return {"ranges": ranges, **(_source(scale.bands_source) or {})}


def _norm(norm: Norm) -> Document:
    return {
        "population": norm.population,
        "n": norm.n,
        "mean": norm.mean,
        "sd": norm.sd,
        "reliability": norm.reliability,
        "reliability_kind": norm.reliability_kind,
        **(_source(norm.source) or {}),
    }


def _algorithm(algorithm: Algorithm) -> Document:
    return {
        "key": algorithm.key,
        "title": algorithm.title,
        "criteria": [_criterion(each) for each in algorithm.criteria],
        "findings": [
            {"key": each.key, "label": each.label, "criteria": OneLineList(each.criteria)}
            for each in algorithm.findings
        ],
        "otherwise_key": None if algorithm.otherwise.key == "none" else algorithm.otherwise.key,
        "otherwise": algorithm.otherwise.label,
        **(_source(algorithm.source) or {}),
    }


def _criterion(criterion: Criterion) -> Document:
    levels = [least for _, least in criterion.thresholds]
    usual = max(set(levels), key=levels.count)
    return {
        "key": criterion.key,
        "title": criterion.title,
        "items": OneLineList(item for item, _ in criterion.thresholds),
        "at_least": usual,
        "except": {str(item): least for item, least in criterion.thresholds if least != usual},
        "need": criterion.need,
    }


def _example(instrument: Instrument) -> Document | None:
    example = instrument.example
    if example is None:
        return None
    return {
        "answers": OneLineList(example.answers),
        "scores": dict(example.scores),
        "findings": dict(example.findings),
    }


def _media(media: frozenset[WordingMedium]) -> "OneLineList":
    return OneLineList(medium.value for medium in WordingMedium if medium in media)


def _loinc(instrument: Instrument) -> Document | None:
    loinc = instrument.loinc
    if loinc is None:
        return None
    return {
        "panel": loinc.panel,
        "total": loinc.total,
        "items": OneLineList(code for _, code in loinc.items),
        "answers": OneLineList(code for _, code in loinc.answers),
        "unverified": OneLineList(sorted(loinc.unverified)),
    }
