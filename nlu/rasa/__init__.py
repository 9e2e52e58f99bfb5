"""Rasa beside the gateway: its locked environment, pipelines and components, and what makes, trains and serves it."""
