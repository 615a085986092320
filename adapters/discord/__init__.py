"""The quiz in Discord: slash commands, buttons and messages by discord.py."""
