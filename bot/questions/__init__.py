"""Card -> Question: what can be asked about a card, and which card to ask next."""
