"""What reporting tells people whom it cannot give an evaluation, by code."""

from collections.abc import Mapping

from chassis.languages import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "as_of_in_the_future": Sentence(
        "Tidspunktet {as_of} er ikke kommet endnu. Vælg et, der er gået.",
        "The instant {as_of} has not come yet. Choose one that has passed.",
        422,
    ),
    "unknown_indicator": Sentence(
        "Politikkens katalog har ingen indikator med nøglen {indicator}.",
        "The policy's catalogue has no indicator with the key {indicator}.",
        404,
    ),
    "year_outside_policy": Sentence(
        "Erhvervspolitikken gælder {first}-{last}. Der er ingen evaluering for {year}.",
        "The business policy covers {first}-{last}. There is no evaluation of {year}.",
        404,
    ),
}
