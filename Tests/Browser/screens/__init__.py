"""Every screen of both sides: how to reach it, and what it must be like in every look."""
