"""Finished documents in other formats than Word's."""
