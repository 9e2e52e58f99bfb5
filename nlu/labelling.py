"""Masked sentences as Rasa's training format, for somebody to move each under its intent."""

from collections.abc import Iterable

UNLABELLED = "unlabelled"
_HEAD = f"""# Move each line under the intent that it stands for, or under `out_of_scope`; delete what says too little.
version: "3.1"
nlu:
  - intent: {UNLABELLED}
    examples: |
"""


def as_rasa(sentences: Iterable[str]) -> str:
    """One block of examples, each sentence once, in order; what YAML or Rasa could take for its own is left out."""
    lines = dict.fromkeys(" ".join(sentence.translate(_OWN).split()) for sentence in sentences)
    return _HEAD + "".join(f"      - {line}\n" for line in lines if line)


_OWN = str.maketrans(dict.fromkeys("[](){}/|\n\r"))
