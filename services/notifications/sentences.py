"""What notifications tells people who ask it for something, by code."""

from collections.abc import Mapping

from chassis.languages import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "delivery_not_failed": Sentence(
        "Kun en levering, der er opgivet, kan forsøges igen. Denne er: {state}.",
        "Only a delivery that was given up can be tried again. This one is: {state}.",
    ),
}
