"""What leaves the building on paper."""
