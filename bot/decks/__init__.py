"""From a Markdown file to a deck: reading, markdown, shapes, parsing, identity, linting, library."""
