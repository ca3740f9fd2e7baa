"""What is measured, and how to run it again; never part of the tests."""
