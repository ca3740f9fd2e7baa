"""The little English that telling one question from another takes, as pieces of regular expressions."""

from __future__ import annotations

AND = r"(?:(?:and|but|or|so|also|then)\b,?\s*)*"
ABOUT = r"(?:what|how)\s+about\b\s*"
ASKING = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|old|far|often|big|large|tall))?)"
TELL = r"(?:(?:can|could|would) you )?(?:please )?(?:tell|give)(?: (?:me|us))?(?: (?:more|something))?(?: about)?"
PERSON = r"(?:he|she|him|her|hers|his)"
THING = r"(?:it|its|they|them|their|theirs|this|these|those)"
POINTING = r"(?:he|she|it|they|this|that|these|those)"
PREPOSITION = r"(?:about|after|at|before|by|during|for|from|in|near|of|on|since|to|with)"
MANNERS = r"(?:ok|okay|yes|no|well|hi|hello|please|sorry|thanks|thank you|i see|got it|that is fine)"
