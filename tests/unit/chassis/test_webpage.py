"""Every page a partner sees is accessible, private and without scripts."""

import base64
import hashlib
import re

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from chassis.webpage import page, templates


def test_a_page_names_its_language_title_and_content() -> None:
    """What a screen reader needs first."""
    html = bytes(page("Skriv under", Markup("<p>Aftale</p>"), "da").body).decode()

    assert '<html lang="da">' in html
    assert "<title>Skriv under – Høje-Taastrup Kommune</title>" in html
    assert '<a class="skip" href="#content">Gå til indholdet</a>' in html
    assert '<main id="content" tabindex="-1">\n<h1>Skriv under</h1>' in html
    assert "<p>Aftale</p>" in html
    assert "<script" not in html
    assert "http" not in html


def test_an_english_page_is_english() -> None:
    """Also for software that reads it aloud."""
    answer = page("Sign", Markup("<p>Agreement</p>"), "en", 201)

    assert '<html lang="en">' in bytes(answer.body).decode()
    assert "Skip to the content" in bytes(answer.body).decode()
    assert (answer.status_code, answer.headers["content-language"]) == (201, "en")


def test_text_that_is_no_markup_is_escaped() -> None:
    """The name of an organisation is no markup."""
    html = bytes(page("<b>", "<script>alert(1)</script>", "da").body).decode()

    assert "<title>&lt;b&gt; – " in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_policy_allows_its_own_style_and_its_own_form_only() -> None:
    """The hash is the one of the style as it stands in the page."""
    answer = page("A", "b", "da")
    html = bytes(answer.body).decode()
    style = re.findall("<style>(.*?)</style>", html, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert answer.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.1 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "colour", ["#1b1b1b", "#0b4a6f", "#b34700", "#5c6770", "#a3171f", "#4a535a"]
)
def test_every_colour_stands_out_from_white(colour: str) -> None:
    """WCAG 2.1 AA asks for 4.5 to 1."""
    html = bytes(page("A", "b", "da").body).decode()
    colours = set(re.findall("#[0-9a-f]{3,6}(?=[; ])", html)) - {"#fff"}

    assert colour in colours
    assert colours <= {"#1b1b1b", "#0b4a6f", "#b34700", "#5c6770", "#a3171f", "#4a535a"}
    assert contrast(colour, "#ffffff") >= 4.5


def test_a_template_that_lacks_a_value_fails() -> None:
    """An empty place on a page would pass unnoticed."""
    template = templates("chassis", ".").get_template("webpage.html.j2")

    with pytest.raises(UndefinedError):
        template.render(title="A")
