이름 = input("이름? ")
print("안녕,", 이름)
