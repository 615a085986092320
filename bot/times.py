"""Reading times, time zones and days of the week as people type them."""
