"""What makes a claim a statement: the quote check, the claim check, disagreement."""
