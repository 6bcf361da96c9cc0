# A program that is not Python: an assignment to a call.
이름 = "값"
f(이름) = 이름
