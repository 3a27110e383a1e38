"""Files built to break, exhaust or deceive whoever opens them."""
