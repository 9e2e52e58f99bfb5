"""GovStack Digital Registries building block 1.3.0."""
