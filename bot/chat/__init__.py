"""What the chat channels share, said and kept once: places, people, settings, answers, deliveries."""
