"""The one drawing kit: page, date axis, key, labels and their places, panels, and a finished drawing with its words."""
