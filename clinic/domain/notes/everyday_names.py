"""Names that are also words, short forms that do not begin as the name does, and parts of names.

Facts of English and of the languages around it, kept small: what is missing here is found more
often than it should be, and never less.
"""

_EVERYDAY = """
    amber angel april art august autumn baker ball banks bell best bill bird bishop black brown
    bush carter case chance chase christian church clay cliff cook cross daisy dawn day dean
    drew duke earl faith field fields fisher fox frank gene glen grace grant gray green guy hall
    harmony heath heather hill holly honor hope house hunter iris ivory ivy jack jade jasmine
    jewel joy judge june justice king kit knight lamb lance lane lily little long lord love
    major mark mason max may melody mercy miles moon nick north olive page park parks pat
    patience pearl peg penny piper pope poppy power price prudence ray reed rich rivers rob
    robin rock rose ruby sage scarlett sharp short singer skip sky small stern stone strong sue
    summer sunny swift terry trinity trip victor violet wade walker waters weeks west will
    winter wise wolf wood woods young
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""In small letters; in a text they count as a name where they begin with a capital."""

_SHORT_FORMS = """
    abigail: gail
    alexander: sasha xander lex
    alexandra: sasha sandra lexi
    andrew: drew
    anthony: tony
    antonia: toni
    barbara: babs
    catherine: kate katie kathy kit
    charles: chuck chas
    christopher: kit topher
    dorothy: dot dolly
    edward: ted teddy ned
    eleanor: nell nora
    elizabeth: beth betty bess lisa liz lizzie libby
    francis: frank
    helen: nell
    henry: harry hank
    jacqueline: jackie
    james: jim jimmy
    johannes: hans
    johanna: hanna
    john: jack
    jonathan: nathan
    katherine: kate katie kathy kit
    kathleen: katie kathy
    lawrence: larry
    magdalena: lena
    margaret: peggy peg daisy greta meg maggie
    maria: mia mary
    mary: polly molly
    michael: mick mike mikey
    nicholas: klaus
    patricia: tricia trish
    priscilla: cilla
    rebecca: becky becca
    richard: dick rick
    robert: bob bobby
    sarah: sally sadie
    susan: suzie
    theodora: dora
    theodore: ted
    theresa: tess terry
    virginia: ginny
    william: bill billy liam
"""

SHORT_FORMS = {
    name.strip(): frozenset(forms.split())
    for name, _, forms in (line.partition(":") for line in _SHORT_FORMS.strip().splitlines())
}

_PARTICLES = """
    al ap bin da das de del della den der di do dos du el ibn la le les mac mc of saint san st
    ten ter the van von zu zum zur
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Parts of family names that name nobody by themselves."""

_ABBREVIATIONS = """
    ac am as at be bp by cc cf cv dj do dr dv ed eg em en er eu ex fm go gp he hr ia id ie if in
    io ip iq is it iv la lp ma me mp mr ms my na nb no nr ns ob ok on op or os ot pa pc pd pe ph
    pi pm po pr ps pt qa rx so st tb to tv uk un up us uv vs we
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Two capitals that mean something else more often than somebody; with points they count."""

_COMMON = """
    about after again all also although am an and any are as asked at be became because been
    before being both but by came can could did do does during each even every felt few first
    for found from gave go good got had has have he her here hers herself him his how if in into
    is it its just last later let like made make many me meet mild mine more most much must my
    near need never new next no none nor not now of often on once one only open or other our out
    over own par part per plan said sat saw see seen sent set she should since so some soon
    still such sure take talk talked tell than that the their them then there these they this
    those though three through to today told too two under until up us used very was well went
    were what when where which while who why with yes yet you your
"""
COMMON = frozenset(_COMMON.split())
"""Words that begin sentences; a short form or a slip of the pen is never one of them."""
