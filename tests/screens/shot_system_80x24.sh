#!/bin/sh
# What another program says stands in the output pane, in its place; a terminal's escape sequences are no text. Back
# over it and forwards again it is not started twice.
cd "$(mktemp -d)" || exit
cat >system.py <<'END'
import os
print("\x1b[1mbold\x1b[0m, then another program")
os.system("echo hi; echo started >>times; printf '\\033[H\\033[2J\\033[3J\\033[31mred\\033[0m\\n'")
print("end")
END
"$1" shot --size 80x24 --keys "n n n n N N n n :pane Space output Enter" system.py
wc -l <times
rm -r "$PWD"
