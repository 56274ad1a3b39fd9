"""Official papers: one model of a document, drawn as PDF, Word and plain text.

Rooms build a `model.Document` from frozen plain data and hand it to `pdf.render_pdf`,
`word.render_docx` or `text.render_text`. This room knows no feature.
"""
