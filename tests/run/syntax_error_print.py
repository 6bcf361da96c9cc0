# Python 2 is not Python 3.
print "hello"
