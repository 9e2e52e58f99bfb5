"""The n-gram classifier as a component of a Rasa pipeline."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent  # type: ignore[import-not-found]
from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # type: ignore[import-not-found]
from rasa.engine.storage.resource import Resource  # type: ignore[import-not-found]
from rasa.engine.storage.storage import ModelStorage  # type: ignore[import-not-found]
from rasa.nlu.classifiers.classifier import IntentClassifier  # type: ignore[import-not-found]
from rasa.shared.nlu.training_data.message import Message  # type: ignore[import-not-found]
from rasa.shared.nlu.training_data.training_data import TrainingData  # type: ignore[import-not-found]

from nlu.rasa.components.ngrams import Ngrams


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TfidfClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Ranks all intents of a message; needs no tokenizer and no featurizer before it."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Ngrams | None = None) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"shortest": 2, "longest": 5, "strength": 10.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "TfidfClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TfidfClassifier":
        """A model that cannot be read fails the start: a server without it would answer nothing."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Ngrams.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        pairs = [(one.get("text"), one.get("intent")) for one in training_data.intent_examples if one.get("text")]
        texts, labels = zip(*pairs, strict=True)
        lengths = (self._config["shortest"], self._config["longest"])
        self._model = Ngrams.fit(texts, labels, lengths=lengths, strength=self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = message.get("text") or ""
        ranking = self._model.rank(text) if self._model and text.strip() else []
        named = [{"name": name, "confidence": chance} for name, chance in ranking]
        message.set("intent", named[0] if named else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set("intent_ranking", named, add_to_output=True)
