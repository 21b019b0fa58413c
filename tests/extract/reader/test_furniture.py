import re

import pytest

from extract.reader.furniture import MAX_LINE, RULES, Rule, article_lines, is_furniture

BODY = "The gang sold rifles to the cartel, and the police of Lima arrested its boss in 2019."


def named(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_takes_its_example(rule: Rule) -> None:
    assert rule.pattern.fullmatch(rule.example)


@pytest.mark.xfail(reason="known problem of the rule")
@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_leaves_what_it_is_known_to_take(rule: Rule) -> None:
    assert not rule.pattern.fullmatch(rule.known_problem)


@pytest.mark.parametrize(
    "line",
    [
        "SHARE:",
        "Facebook | Twitter | WhatsApp",
        "Follow us on Instagram",
        "Related articles",
        "Most read",
        "12 Comments",
        "No comments yet",
        "Subscribe",
        "Subscribe to our newsletter",
        "Get our daily briefing in your inbox",
        "Log in",
        "Copyright 2020 The Evening Post",
        "Privacy Policy",
        "Accept all cookies",
        "ADVERTISEMENT",
        "Skip to main content",
        "Home > World > Americas",
        "5 min read",
        "Back to top",
        "Originally published in the Evening Post",
    ],
)
def test_lines_of_any_site_go(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "Follow the money",
        "Comments by the minister",
        "The related cases",
        "Contacts with the cartel",
        "Print shops in Lima made the passports.",
        "Shares of the bank",
        "1. Connections",
        "Homes searched",
        "Advertised as bananas",
        "",
        "Share this " + "very " * MAX_LINE,
    ],
)
def test_lines_of_an_article_stay(line: str) -> None:
    assert not is_furniture(line)


def test_titles_below_a_list_of_other_articles_go_until_a_blank_line() -> None:
    lines = [BODY, BODY, "Related posts", "Who killed the mayor?", "Ten ports", "", "The end."]

    assert list(article_lines(lines)) == [BODY, BODY, "", "The end."]


def test_all_below_the_comments_goes() -> None:
    lines = [BODY, BODY, "Comments (2)", "ana: he is dead", "", "joe: no"]

    assert list(article_lines(lines)) == [BODY, BODY]


def test_nothing_else_goes_below_a_link_to_the_comments_at_the_top() -> None:
    lines = ["Comments (2)", BODY, "", BODY]

    assert list(article_lines(lines)) == [BODY, "", BODY]


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_no_rule_takes_long_to_refuse_a_hostile_line(rule: Rule) -> None:
    hostile = ("share " * 40 + "| a " * 40)[:MAX_LINE] + "\x01"

    assert not re.fullmatch(rule.pattern, hostile)
