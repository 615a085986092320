"""Slack: its commands, buttons, messages and pages, over Socket Mode or signed HTTP."""
