"""Our parts of Rasa's pipelines; `rasa` itself is there only in Rasa's own environment."""
