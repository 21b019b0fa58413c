"""What the words of a text stand for by table or by rule: countries, commodities and years.

The data lie in `data/`, each file naming its source at its head, and are read on first use. What
a newcomer would get wrong: a table tells what a word *can* stand for; whether it does in this
sentence ("Jordan scored twice") is for its caller to decide.
"""
