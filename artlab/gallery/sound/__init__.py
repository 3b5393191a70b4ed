"""A painting becomes sound: a written-down mapping to notes, and instruments that play them."""
