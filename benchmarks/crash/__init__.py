"""What is left of a library after its process is killed, its disk is full or its Chroma server dies."""
