"""What maintainers run: the licence check and the screenshots."""
