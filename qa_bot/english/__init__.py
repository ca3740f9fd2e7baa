"""What English looks like, one finder of each thing; another language would be a folder of the same shape."""
