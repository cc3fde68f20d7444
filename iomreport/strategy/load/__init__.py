"""Content files -> the model."""
