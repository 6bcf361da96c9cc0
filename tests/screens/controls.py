import sys

print("\033[31mred\033[0m plain")
print("\033[2J\033[H", end="")
for done in range(0, 101, 50):
    print(f"\r{done:3d}% {'#' * (done // 25)}", end="")
print()
print("a\tb", "overstruck\b\b\b\b\b\b\b\b\b\bO")
print("\033]0;a title\007\a\x9b7m \u202eturned\u202c")
print("\U0001f44b\U0001f3fd|", "\U0001f468\u200d\U0001f469\u200d\U0001f467|", "e\u0301|")
print("a line that is longer than the pane is wide goes on in the next row")
name = input("name? ")
print("so", name, file=sys.stderr)
