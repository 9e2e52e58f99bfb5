"""Directories of services: lists that a country keeps, and MOSIP master data."""
