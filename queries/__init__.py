"""Saved questions: one module each, holding its meaning and the function that answers it on a graph."""
