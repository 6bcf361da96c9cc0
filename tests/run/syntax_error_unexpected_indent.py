# A program that is not Python: an unexpected indent and a tab.
x = 1
    y = 2
