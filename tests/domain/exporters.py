"""Tables as the usual programs write them: three people, before and after, one gap.

Whatever the shape, the scores are those of `SCORES`.
"""

from dataclasses import dataclass, field
from typing import Any

from clinic.domain.measures.table_cells import TableReading

SCORES = {
    ("7", 0): 21.0,
    ("7", 1): 12.5,
    ("8", 0): 30.0,
    ("8", 1): None,
    ("11", 0): 9.0,
    ("11", 1): 10.0,
}


@dataclass(frozen=True)
class Exported:
    """A file as a program writes it, how it is asked for, and what is to be remarked."""

    raw: bytes
    subject: str = "id"
    time: str = "time"
    value: str = "total"
    times: tuple[str, str] = ("1", "2")
    reading: TableReading = field(default_factory=TableReading)
    remarks: tuple[str, ...] = ()

    @property
    def occasions(self) -> dict[str, str]:
        return dict(zip(self.times, ("before", "after"), strict=True))


def text(lines: str, **more: Any) -> Exported:
    return Exported(lines.strip().replace("\n", "\r\n").encode(), **more)


OF_WINDOWS = "The file is not in UTF-8 and was read as Windows-1252. Check letters with accents."
EXPORTED = {
    "R write.csv": text("""
"","id","time","total"
"1","7",1,21
"2","7",2,12.5
"3","8",1,30
"4","8",2,NA
"5","11",1,9
"6","11",2,10
"""),
    "R write.csv2": text("""
"";"id";"time";"total"
"1";"7";1;21
"2";"7";2;12,5
"3";"8";1;30
"4";"8";2;NA
"5";"11";1;9
"6";"11";2;10
"""),
    "pandas": text("""
,id,time,total
0,7.0,1.0,21.0
1,7.0,2.0,12.5
2,8.0,1.0,30.0
3,8.0,2.0,
4,11.0,1.0,9.0
5,11.0,2.0,10.0
"""),
    "Excel, German": Exported(
        "sep=;\r\nid;time;total;Größe;;\r\n7;1;21;1,70;;\r\n7;2;12,5;;;\r\n8;1;30;;;\r\n"
        "8;2;#NV;;;\r\n11;1;9;;;\r\n11;2;10;;;\r\n;;;;;\r\n".encode("cp1252"),
        remarks=(OF_WINDOWS,),
    ),
    "Excel, French, UTF-8 with a mark": Exported(
        "\ufeffid;time;total;prénom\r\n7;1;21;\r\n7;2;12,5;\r\n8;1;30;\r\n8;2;#N/A;\r\n"
        "11;1;9;\r\n11;2;10;\r\n".encode()
    ),
    "Excel, Unicode text": Exported(
        'id\ttime\ttotal\tnote\r\n7\t1\t21\t"two\nlines"\r\n7\t2\t12,5\t\r\n8\t1\t30\t\r\n'
        "8\t2\t\t\r\n11\t1\t9\t\r\n11\t2\t10\t\r\n".encode("utf-16"),
        remarks=("The file is in UTF-16, and was read so.",),
    ),
    "SPSS": text("""
id,time,total
7,1,21.00
7,2,12.50
8,1,30.00
8,2,#NULL!
11,1,9.00
11,2,10.00
"""),
    "SAS": text("id,time,total\n7,1,21\n7,2,12.5\n8,1,30\n8,2,.\n11,1,9\n11,2,10"),
    "REDCap, longitudinal with repeats": text(
        """
record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,age,total
7,screening_arm_1,,,41,
7,baseline_arm_1,,,,21
7,baseline_arm_1,diary,1,,
7,baseline_arm_1,diary,2,,
7,post_arm_1,,,,"12,5"
8,screening_arm_1,,,33,
8,baseline_arm_1,,,,30
8,post_arm_1,,,,
11,screening_arm_1,,,52,
11,post_arm_1,,,,10
11,baseline_arm_1,,,,9
""",
        subject="record_id",
        time="redcap_event_name",
        times=("baseline_arm_1", "post_arm_1"),
        remarks=(
            "Left out: repeated rows of REDCap that were not asked for (2).",
            "Left out: rows of REDCap’s other events (3).",
        ),
    ),
    "REDCap, a repeated instrument": text(
        """
record_id,redcap_repeat_instrument,redcap_repeat_instance,age,total
7,,,41,
7,mood,1,,21
7,mood,2,,"12,5"
7,diary,1,,
8,mood,1,,30
8,mood,2,,
11,mood,1,,9
11,mood,2,,10
""",
        subject="record_id",
        time="redcap_repeat_instance",
        reading=TableReading(only=(("redcap_repeat_instrument", "mood"),)),
        remarks=("Left out: rows of others than --only says (2).",),
    ),
    "Qualtrics": text(
        """
StartDate,ResponseId,Q1,Q2_1,SC0
Start Date,Response ID,"Which visit, if any?","How was it,
all in all? - Sum",Score
"{""ImportId"":""startDate"",""timeZone"":""UTC""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_1""}","{""ImportId"":""SC_1""}"
2026-01-05 10:00:00,7,first,1,21
2026-02-05 10:00:00,7,second,1,12.5
2026-01-05 11:00:00,8,first,1,30
2026-02-05 11:00:00,8,second,1,-99
2026-01-05 12:00:00,11,first,1,9
2026-02-05 12:00:00,11,second,1,10
""",
        subject="ResponseId",
        time="Q1",
        value="SC0",
        times=("first", "second"),
        reading=TableReading(missing=frozenset({"-99"})),
        remarks=("Rows 2 and 3 were read as a second and a third heading.",),
    ),
    "SurveyMonkey": text(
        """
Respondent ID,Collector ID,Start Date,Which visit was it?,,How much altogether?
,,,Response,Other (please specify),Open-Ended Response
7,900,01/05/2026 10:00:00 AM,1,,21
7,900,02/05/2026 10:00:00 AM,2,,12.5
8,900,01/05/2026 11:00:00 AM,1,,30
8,900,02/05/2026 11:00:00 AM,2,,
11,900,01/05/2026 12:00:00 PM,1,,9
11,900,02/05/2026 12:00:00 PM,2,,10
""",
        subject="Respondent ID",
        time="Which visit was it?",
        value="How much altogether?",
        remarks=("Row 2 was read as a second heading.",),
    ),
    "LimeSurvey": text(
        """
"id. Response ID";"token. Access code";"visit. Which visit?";"sum[SQ001]. [Total] How much; in all?"
"901";"7";"1";"21"
"902";"7";"2";"12.5"
"903";"8";"1";"30"
"904";"8";"2";"N/A"
"905";"11";"1";"9"
"906";"11";"2";"10"
""",
        subject="token. Access code",
        time="visit. Which visit?",
        value="sum[SQ001]. [Total] How much; in all?",
    ),
    "Google Forms": text(
        """
"Timestamp","Your number","Which evening?","How much, from 0 to 63?"
"2026/01/05 10:00:00 AM GMT+1","7","Evening 2","21"
"2026/02/05 10:00:00 AM GMT+1","7","Evening 10","12.5"
"2026/01/05 11:00:00 AM GMT+1","8","Evening 2","30"
"2026/02/05 11:00:00 AM GMT+1","8","Evening 10",""
"2026/02/05 12:00:00 PM GMT+1","11","Evening 10","10"
"2026/01/05 12:00:00 PM GMT+1","11","Evening 2","9"
""",
        subject="Your number",
        time="Which evening?",
        value="How much, from 0 to 63?",
        times=("Evening 2", "Evening 10"),
    ),
}
