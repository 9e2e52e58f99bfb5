"""What writers and translators of the catalogues need: measuring, previews, and a file to translate in."""
