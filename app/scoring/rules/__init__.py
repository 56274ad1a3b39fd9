"""The engine of rubrics, and what months and years make of scores; plain Python.

A rubric: `rubric` what it is, `checking` and `sound` its flaws, `editing`, `outline` its drafts,
`inheriting`, `validity`, `supplied` its frames and days, `plain`, `rows`, `workbooks` its files.
A score: `scoring` points and grade, `lines` how they are told, `subjects` what is scored.
Facts: `indicators` what may be bound, `facts` what is recorded, `measures*` what is counted of it.
A card: `cards` its life, `meetings` when a meeting is scored, `deciding` the committee's part.
The year: `campaigns`, `due` who is graded, `grades`, `vocabulary` what is given, `results` and
`year` ranks, cap and streaks; `rollup` and `report` what a committee looks at.
"""
