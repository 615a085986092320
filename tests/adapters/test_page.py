from tests.adapters.page import PAGE, page


def test_the_page_shows_the_goldens() -> None:
    """docs/screens.md is what ``make screens`` writes."""
    assert PAGE.read_text(encoding="utf-8") == page()
