# A program that parses but repeats an argument.
def area(width, height, width=2):
    return width * height
