"""Site furniture: lines of a page that are no part of its article.

Every rule is about whole lines and says what it takes, why, what it gets wrong and one example;
the tests hold it to the example, and to its known problem until somebody solves it. What a
newcomer would get wrong: a rule must be true of the web at large, never of one site or article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_LINE = 200
"""Characters beyond which a line is a paragraph, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line that goes.

    Attributes:
        name: What it is about.
        why: What it would do if it stayed.
        known_problem: A line of an article that goes as well, though it should stay.
        example: A line that goes.
        pattern: What the whole line looks like, in any case.
        opens: Whether the lines below it go as well (a list of other articles, or of comments).
    """

    name: str
    why: str
    known_problem: str
    example: str
    pattern: re.Pattern[str]
    opens: bool = False


def _line(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{'|'.join(alternatives)})[\W_]*", re.IGNORECASE)


_PIECE = "(?:article|story|post|page|report|release|press release|video|news|piece|content)"
_NETWORK = (
    "(?:x|twitter|facebook|linkedin|whatsapp|telegram|reddit|pinterest|instagram|youtube|tiktok"
    "|tumblr|flipboard|messenger|threads|bluesky|mastodon|e-?mail|print|copy(?: link)?|share|tweet)"
)

RULES = (
    Rule(
        "share",
        "Names of networks would be organizations that every article mentions.",
        "Share this",
        "Share this article on Facebook",
        _line(
            r"(?:please )?(?:share|tweet|e-?mail|print|save|bookmark)"
            rf"(?: (?:this|the))?(?: {_PIECE})?"
            rf"(?:\W*(?:(?:on|via|with|to|by|and)\W+)?{_NETWORK})*",
            r"share (?:this|on|via|with)\b.{0,60}",
            rf"{_NETWORK}(?:\W+{_NETWORK})+",
            r"follow (?:us|me)\b.{0,80}",
            r"\d+ (?:shares?|likes?|views?)",
        ),
    ),
    Rule(
        "related",
        "Titles of other articles name persons and places that this one does not.",
        "Related: two men were held in Lima.",
        "Read more: The harbour that never sleeps",
        _line(
            r"(?:related|read more|read also|also read|read next|see also|watch|listen|more"
            r"|further reading|recommended|up next|next|previous|next (?:article|post|story)"
            r"|previous (?:article|post|story)|don['\u2019]t miss|in case you missed it):\s*\S.*",
        ),
    ),
    Rule(
        "list of other articles",
        "As above; the titles stand below such a line.",
        "Related stories",
        "You may also like",
        _line(
            r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)(?: these)?",
            r"(?:related|recommended|similar|popular|latest|trending|featured|more|recent|other)"
            r" (?:posts?|articles?|stories|news|reading|content|coverage|topics|reads)",
            r"(?:recommended|picked|more) (?:for you|stories for you|from (?:us|this author))",
            r"most (?:read|popular|viewed|shared|commented)",
            r"(?:trending|what['\u2019]s trending)(?: now)?|read (?:more|next|also)",
            r"more (?:on this (?:story|topic)|like this|in this section)",
        ),
        opens=True,
    ),
    Rule(
        "comments",
        "What readers write below an article is not what the article says.",
        "3 comments",
        "Leave a Reply",
        _line(
            r"leave a (?:reply|comment)(?: cancel reply)?",
            r"(?:post|add|write|view|show|hide|join)(?: a| your| all| the)?"
            r" (?:comments?|discussion)",
            r"(?:\d+ )?(?:comments?|replies|responses)(?: \(?\d+\)?)?(?: (?:closed|off))?",
            r"(?:there are )?no comments(?: yet)?|add yours|be the first to comment\b.{0,40}",
            r"comments (?:are|have been) (?:closed|disabled|turned off)\b.{0,40}",
        ),
        opens=True,
    ),
    Rule(
        "comment form",
        "It would make an agency of 'required fields' and a claim of consent.",
        "Your name",
        "Your email address will not be published. Required fields are marked *",
        _line(
            r"your e-?mail(?: address)? will not be published\b.{0,80}",
            r"required fields are marked\b.{0,20}",
            r"save my name, e-?mail.{0,120}",
            r"you must be logged in\b.{0,60}|log ?in to (?:comment|reply|leave)\b.{0,40}",
            r"notify me of\b.{0,60}|(?:post|submit) comment|your name|cancel reply",
        ),
    ),
    Rule(
        "subscription",
        "It would make the newspaper an actor of its own articles.",
        "Support our work",
        "Sign up for our weekly newsletter",
        _line(
            r"(?:subscribe|sign up|register)(?: now| today| here| free)?"
            r"(?: (?:to|for|and)\b.{0,120})?",
            r"(?:get|receive|join)\b.{0,60}\b(?:newsletters?|briefings?|mailing list|inbox"
            r"|alerts)\b.{0,60}",
            r"(?:donate|become a member|log ?in|sign in|my account)(?: (?:now|today|here))?",
            r"(?:please )?support (?:us|our (?:work|journalism|reporting|mission))\b.{0,60}",
            r"(?:have|got|do you have) (?:a|any) (?:news )?(?:tips?|story|information)\b.{0,80}",
            r"(?:already a subscriber|enter your e-?mail|download (?:the|our) app)\b.{0,60}",
        ),
    ),
    Rule(
        "appeal to the reader",
        "It says nothing about the world.",
        "What do you think?",
        "Did you enjoy this article? Let us know!",
        _line(
            rf"(?:did you (?:like|enjoy|find)|was) this {_PIECE}\b.{{0,80}}",
            rf"(?:if you (?:liked|enjoyed)|enjoyed|rate|like) this {_PIECE}?\b.{{0,80}}",
            r"what do you think|tell us what you think\b.{0,60}",
            r"(?:let us know|tell us)\b.{0,40}\bcomments\b.{0,40}",
            r"(?:smash|hit|press) (?:that|the) .{0,30}button\b.{0,40}",
            r"like (?:and|&) share\b.{0,40}",
        ),
    ),
    Rule(
        "rights and small print",
        "The publisher's name would be linked to what the article is about.",
        "Terms of use",
        "\xa9 2021 The Evening Post. All rights reserved.",
        _line(
            r"(?:\xa9|\(c\)|copyright\b).{0,160}",
            r".{0,120}\ball rights reserved\b.{0,60}",
            r"terms (?:of use|of service|and conditions|& conditions)|privacy(?: policy| notice)?",
            r"cookie (?:policy|settings|preferences)|legal notice|imprint|disclaimer",
            r"contact(?: us)?|about(?: us| the authors?)?|advertise(?: with us)?",
            r"accessibility|sitemap|careers",
        ),
    ),
    Rule(
        "cookie notice",
        "As small print.",
        "We use cookies to follow them, the officer said.",
        "We use cookies to give you the best experience.",
        _line(
            r"(?:we|this (?:site|website)|our (?:site|website)) uses? cookies\b.*",
            r"by (?:continuing|using) .{0,60}\bcookies\b.{0,60}",
            r"(?:accept|reject|allow|manage)(?: all)? cookies|(?:accept|reject) all|got it",
        ),
    ),
    Rule(
        "advertisement",
        "It says nothing about the world.",
        "Sponsored",
        "Article continues below advertisement",
        _line(
            r"advertise?ments?|ads?|promoted(?: content)?",
            r"sponsored(?: (?:content|post|by\b.{0,40}))?",
            rf"{_PIECE} continues (?:below|after)\b.{{0,40}}|remove ads",
        ),
    ),
    Rule(
        "navigation",
        "It says nothing about the world.",
        "Menu",
        "Table of Contents",
        _line(
            r"table of contents|contents|\[?\s*(?:show|hide)\s*(?:/\s*(?:show|hide))?\s*\]?",
            r"skip to (?:main )?content|(?:main )?menu|navigation|search|home|close",
            r"back(?: to top)?|top",
            r"(?:continue|keep) reading\b.{0,40}|read (?:the )?(?:full|whole|rest|entire)\b.{0,60}",
            r"click (?:here|to)\b.{0,60}|loading(?: comments)?|(?:load|show) more",
            r"view (?:all|more|gallery)",
            r"home(?:\s*[>/\xbb\u203a|]\s*[\w &-]{1,30})+|page \d+(?: of \d+)?",
            r"\d+ ?min(?:ute)?s? read|reading time:?.{0,20}|listen to this article\b.{0,40}",
        ),
    ),
    Rule(
        "download",
        "A file's size is no quantity of anything.",
        "Download the files (PDF), the hackers had been told",
        "Download the report (PDF, 3.1 MB)",
        _line(
            r"(?:download|view|open|get)\b.{0,80}\((?:pdf|docx?|xlsx?|csv|zip|mp3|epub|\d).{0,30}\).{0,40}",
            rf"(?:download|view|open)(?: (?:the|this|full|as|a|{_PIECE}))*"
            r" (?:pdf|report|infographic)(?: \(?[\d.]+ ?[kmg]b\)?)?",
        ),
    ),
    Rule(
        "series",
        "The name of a series would be an organization.",
        "This story is part of a pattern",
        "This article is part of the series Hidden Ports. Read the whole series",
        _line(
            rf"this {_PIECE} (?:is|was) (?:part of|first published|originally published"
            rf"|produced (?:by|with|in)|supported by|updated|corrected|translated)\b.{{0,140}}",
            r"(?:originally|first) (?:published|appeared)\b.{0,100}",
        ),
    ),
    Rule(
        "bar of links",
        "As small print.",
        "Crime | Lima",
        "About us | Contact | Archive",
        re.compile(
            r"[\w'\u2019&-]+(?: [\w'\u2019&-]+){0,3}"
            r"(?:\s*[|\xb7\u2022]\s*[\w'\u2019&-]+(?: [\w'\u2019&-]+){0,3})+"
        ),
    ),
)


def is_furniture(line: str) -> bool:
    """Tell whether a line is no part of an article, by `RULES`."""
    return _rule_for(line) is not None


def article_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a text that are its article's.

    Below a line that opens a list of other articles or of comments, lines go until a blank one for
    articles, and until the end for comments; but only where more of the text stands above that
    line than below, since some pages have such a line at their top.
    """
    total = sum(map(len, lines))
    seen = 0
    skipping = ""
    for line in lines:
        seen += len(line)
        rule = _rule_for(line)
        if rule and rule.opens and seen > total - seen:
            skipping = skipping if skipping == "comments" else rule.name
        elif not line.strip() and skipping != "comments":
            skipping = ""
        if not rule and not skipping:
            yield line


def _rule_for(line: str) -> Rule | None:
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_LINE:
        return None
    return next((rule for rule in RULES if rule.pattern.fullmatch(stripped)), None)
