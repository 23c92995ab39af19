"""The figures: what people ask, where walks end, how cases go, as tables without a person."""
