import os, tempfile
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    log = open("log.txt", "w", buffering=1)
    print("begins", file=log)
    step = 1
    for i in range(3):
        print("line", i * step, file=log)
    log.close()
    os.rename("log.txt", "old.txt")
    with open("old.txt", "a") as old:
        print("end", step, file=old)
    print(os.listdir("."), open("old.txt").read().split("\n"))
    os.chdir("/")
