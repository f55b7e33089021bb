"""The explorer as a folder of files: a static host gives them out, and the reader's browser does the rest.

The application of this room runs in the page, in an engine for Python in browsers (Pyodide), in a worker of its own.
"""
