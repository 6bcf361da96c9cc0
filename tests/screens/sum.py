# 합을 구하는 프로그램
def add(x, y):
    합 = x + y
    return 합


name = "한국어 text"
numbers = [3, 4]
print(name, add(*numbers))
